## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input onnx__Gather_0: [3]
  sinusoid(8)
}
