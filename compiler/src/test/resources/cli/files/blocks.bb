block Unit(width: int) : [c, h, w] -> [width, h, w] {
  conv(width, 3, padding: 1, bias: false)
  bn
  relu
}
