## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input input_: [5, 8]
  lstm: lstm(4, layers: 2, bidirectional: true)
  reshape([5, 1, 8])
  permute([1, 0, 2])
}
