## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input input_: [5, 1, 8]
  reshape([5, 8])
  rnn: rnn(4, nonlinearity: relu)
}
