## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input onnx__Conv_0: [3, 6, 6]
  conv: conv(4, 3)
}
