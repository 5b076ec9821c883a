## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input onnx__MatMul_0: [5, 8]
  qkv: linear(24)
  split(3)
  attention(2)
  proj: linear(8)
}
