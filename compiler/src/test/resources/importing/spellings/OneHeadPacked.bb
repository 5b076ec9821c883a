## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input onnx__MatMul_0: [5, 8]
  k: linear(16)
  split(2) as (x1, x2)
  onnx__MatMul_0 -> q: linear(8)
  attention(it, x1, x2)
  o: linear(8)
}
