## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input onnx__Transpose_0: [4, 6, 6]
  permute([1, 2, 0])
  gelu as x1
  param gamma: [4]
  gamma -> reshape([1, 1, 4]) as x2
  mul(it, x1)
  param shift: [4]
  add(it, reshape(shift, [1, 1, 4]))
  fc: linear(4, axis: -1)
  mul(x2, it)
}
