## Imported from case.onnx, made by pytorch 2.13.0+cpu (ONNX operators 20).
network Case {
  input x: [5, 8]
  buffer places: [5, 8]
  add(it, places)
  param mask: [5, 8]
  mul(it, mask) as mul_
  output mul_
}
