## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input x_1: [4, 6, 6]
  input time: [8]
  down: {
    "0": {
      x_1 -> silu
      conv1: conv(4, 3, padding: 1) as x1
      time -> silu as x2
      time: linear(4)
      reshape([4, 1, 1])
      add(x1, it) as x3
      x_1 -> shortcut: conv(4, 1) as x4
      x3 -> silu
      conv2: conv(4, 3, padding: 1)
      add(x4, it) as x5
    }
    "1": {
      silu
      conv1: conv(8, 3, padding: 1) as x6
      x2 -> time: linear(8)
      reshape([8, 1, 1])
      add(x6, it) as x7
      x5 -> shortcut: conv(8, 1) as x8
      x7 -> silu
      conv2: conv(8, 3, padding: 1)
      add(x8, it)
    }
  }
  concat(it, x5) as x9
  up: {
    silu
    conv1: conv(4, 3, padding: 1) as x10
    x2 -> time: linear(4)
    reshape([4, 1, 1])
    add(x10, it) as x11
    x9 -> shortcut: conv(4, 1) as x12
    x11 -> silu
    conv2: conv(4, 3, padding: 1)
    add(x12, it)
  }
}
