## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
##
## The model has no name for one of the layers, which is named after what it is.
network Case {
  input input_: [5, 8]
  lstm: lstm(4, bidirectional: true)
  lstm_1: lstm(4, bidirectional: true)
  reshape([5, 1, 8])
  permute([1, 0, 2])
}
