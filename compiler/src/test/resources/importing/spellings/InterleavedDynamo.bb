## Imported from case.onnx, made by pytorch 2.13.0+cpu (ONNX operators 20).
network Case {
  input x: [5, 16]
  q: linear(16)
  rotary(2, interleaved: true, start: 3) as view_2
  output view_2
}
