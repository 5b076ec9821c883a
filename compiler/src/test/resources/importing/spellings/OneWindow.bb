## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input onnx__Reshape_0: [4, 4, 8]
  reshape([1, 4, 1, 4, 8])
  permute([0, 2, 1, 3, 4])
  reshape([4, 4, 8])
  norm: layer_norm(axis: -1)
  reshape([16, 8]) as x1
  add {
    | reshape([4, 4, 8])
    | {
      q: linear(8) as x2
      x1 -> k: linear(8) as x3
      x1 -> v: linear(8)
      attention(x2, x3, it, 2)
      o: linear(8)
      reshape([1, 1, 4, 4, 8])
      permute([0, 2, 1, 3, 4])
      reshape([4, 4, 8])
    }
  }
  add { | identity | { fc1: linear(16); relu; fc2: linear(8) } }
}
