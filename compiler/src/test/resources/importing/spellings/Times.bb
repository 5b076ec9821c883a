## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input t: []
  sinusoid(8, offset: 1, interleaved: false)
}
