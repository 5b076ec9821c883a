## Imported from case.onnx (ONNX operators 20).
network Case {
  input x: [5, 1, 8]
  reshape([5, 8])
  w: gru(4, bias: false)
  reshape([5, 1, 4]) as z
  output z
}
