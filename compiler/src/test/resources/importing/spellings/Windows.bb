## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
##
## The model has no name for one of the layers, which is named after what it is.
network Case {
  input onnx__Reshape_0: [4, 4, 8]
  reshape([2, 2, 2, 2, 8])
  permute([0, 2, 1, 3, 4])
  reshape([4, 4, 8]) as x1
  q: linear(8, axis: -1) as x2
  x1 -> k: linear(8, axis: -1) as x3
  x1 -> v: linear(8, axis: -1)
  param bias: [1, 2, 4, 4]
  buffer table: [4, 1, 4, 4]
  attention(x2, x3, it, 2, bias: bias, mask: table)
  o: linear(8, axis: -1)
  reshape([2, 2, 2, 2, 8])
  permute([0, 2, 1, 3, 4])
  reshape([4, 4, 8])
}
