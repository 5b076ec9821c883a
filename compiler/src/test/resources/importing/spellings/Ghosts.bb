## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).

block Residual(width: int) {
  add {
    | identity
    | {
      norm: layer_norm(axis: 0)
      "primary.0": conv(width, 1)
      concat { | identity | cheap: { conv(width, 3, padding: 1, groups: width); relu } }
      param gamma: [2 * width, 1, 1]
      mul(gamma, it)
    }
  }
}

network Case {
  input onnx__Transpose_0: [4, 6, 6]
  blocks: { repeat 2 { Residual(2) }; conv(8, 1); Residual(4) as x1 }
  param places: [1, 4, 6, 6]
  places -> reshape([4, 6, 6])
  place: conv(8, 1)
  add(x1, it)
}
