## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input x: [4, 6]
  normalize(1) as x1
  x -> normalize(1, eps: 1e-6)
  matmul(x1, it, transpose: true)
}
