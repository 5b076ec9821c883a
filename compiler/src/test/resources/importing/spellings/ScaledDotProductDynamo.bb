## Imported from case.onnx, made by pytorch 2.13.0+cpu (ONNX operators 20).
network Case {
  input x: [5, 8]
  q: linear(8) as x1
  x -> k: linear(8) as x2
  x -> v: linear(8)
  attention(x1, x2, it, 2)
  o: linear(8) as linear_3
  output linear_3
}
