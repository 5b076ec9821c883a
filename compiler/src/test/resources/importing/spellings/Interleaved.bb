## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input onnx__MatMul_0: [5, 16]
  q: linear(16)
  rotary(2, interleaved: true, start: 3)
}
