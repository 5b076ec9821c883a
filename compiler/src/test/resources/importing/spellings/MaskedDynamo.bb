## Imported from case.onnx, made by pytorch 2.13.0+cpu (ONNX operators 20).
##
## The model has no name for one of the layers, which is named after what it is.
network Case {
  input x: [5, 8]
  q: linear(8) as x1
  x -> k: linear(8) as x2
  x -> v: linear(8)
  param weight: [1, 1, 5]
  attention(x1, x2, it, 2, bias: weight)
  o: linear(8) as linear_3
  output linear_3
}
