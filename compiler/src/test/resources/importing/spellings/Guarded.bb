## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
##
## The model has no name for one of the layers, which is named after what it is.
network Case {
  input onnx__Reshape_0: [4, 6, 8]
  reshape([2, 2, 2, 3, 8])
  permute([0, 2, 1, 3, 4])
  add {
    | {
      reshape([4, 6, 8])
      norm: layer_norm(axis: -1) as x1
      q: linear(8) as x2
      x1 -> k: linear(8) as x3
      x1 -> v: linear(8)
      param weight: [1, 2, 6, 6]
      attention(x2, x3, it, 2, bias: weight)
      reshape([24, 8])
      o: linear(8)
    }
    | reshape([24, 8])
  }
}
