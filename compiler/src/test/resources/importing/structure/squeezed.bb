# The standard library's gate under its names, with a label or a number, and one under other names.
block Unit(squeezed: int, act: layer, gate: layer) : [c, h, w] -> [c, h, w] {
  conv1: { conv(c, 3, padding: 1, bias: false); bn; act }
  se: SqueezeExcite(squeezed, act: act, gate: gate)
  conv2: { conv(c, 1, bias: false); bn; act }
}

network Squeezed {
  input image: [3, 32, 32]
  stem: conv(16, 3, stride: 2, padding: 1)
  unit1: Unit(4, relu, sigmoid)
  widen1: conv(32, 1)
  unit2: Unit(8, relu, sigmoid)
  unit3: Unit(8, silu, hard_sigmoid)
  layers: {
    conv(32, 3, padding: 1)
    SqueezeExcite(2)
    conv(32, 1)
  }
  other: { scale { global_avg_pool; conv_reduce: conv(8, 1); relu; conv_expand: conv(32, 1); sigmoid } }
}
