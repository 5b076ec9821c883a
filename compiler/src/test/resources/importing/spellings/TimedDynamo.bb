## Imported from case.onnx, made by pytorch 2.13.0+cpu (ONNX operators 20).

block Unit(width: int, context: tensor) {
  it as x1
  silu
  conv1: conv(width, 3, padding: 1) as x2
  context -> time: linear(width)
  reshape([width, 1, 1])
  add(x2, it) as x3
  x1 -> shortcut: conv(width, 1) as x4
  x3 -> silu
  conv2: conv(width, 3, padding: 1)
  add(x4, it)
}

network Case {
  input x: [4, 6, 6]
  input time: [8]
  down: {
    "0": {
      x -> silu
      conv1: conv(4, 3, padding: 1) as x1
      time -> silu as x2
      time: linear(4)
      reshape([4, 1, 1])
      add(x1, it) as x3
      x -> shortcut: conv(4, 1) as x4
      x3 -> silu
      conv2: conv(4, 3, padding: 1)
      add(x4, it) as x5
    }
    Unit(8, context: x2)
  }
  concat(it, x5)
  up: Unit(4, context: x2) as add_5
  output add_5
}
