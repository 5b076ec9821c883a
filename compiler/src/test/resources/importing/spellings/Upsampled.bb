## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input onnx__Transpose_0: [5, 8]
  conv: conv_transpose1d(6, 4, stride: 2)
  slice(0, end: 10)
}
