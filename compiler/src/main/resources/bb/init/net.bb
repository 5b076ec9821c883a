## A small classifier to begin from: two convolutions that halve the image, an average, and a layer
## for the classes.
block Unit(width: int, stride: int = 1) : [c, h, w] -> [width, ceil(h / stride), ceil(w / stride)] {
  conv: conv(width, 3, stride: stride, padding: 1, bias: false)
  bn:   bn
  relu
}

network Net(width: int = 32, classes: int = 10) {
  input image: [3, 32, 32]

  stem: Unit(width)
  repeat i in 1..3 { "stage{i}": Unit(width * 2 ** i, stride: 2) }

  global_avg_pool
  flatten
  fc: linear(classes)

  assert params < 1M, "it has to stay small"
}
