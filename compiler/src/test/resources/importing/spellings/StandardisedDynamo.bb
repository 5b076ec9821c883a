## Imported from case.onnx, made by pytorch 2.13.0+cpu (ONNX operators 20).
network Case {
  input x: [3, 6, 6]
  conv: conv(4, 3) as conv2d
  output conv2d
}
