## Imported from case.onnx, made by pytorch 2.13.0+cpu (ONNX operators 20).
network Case {
  input x: [5, 32]
  q: linear(32)
  rotary(2, base: 500000, factor: 32, original: 8192) as unsafe_view
  output unsafe_view
}
