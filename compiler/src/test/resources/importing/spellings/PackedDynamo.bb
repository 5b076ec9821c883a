## Imported from case.onnx, made by pytorch 2.13.0+cpu (ONNX operators 20).
network Case {
  input x: [5, 8]
  qkv: linear(24)
  split(3)
  attention(2)
  proj: linear(8) as linear_1
  output linear_1
}
