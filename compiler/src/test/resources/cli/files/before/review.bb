block Unit(width: int) : [c, h, w] -> [width, h, w] {
  c3:   conv(width, 3, padding: 1, bias: false)
  bn:   bn
  relu6
}

network Review {
  input image: [3, 8, 8]
  repeat width in [8, 16] { Unit(width) }
  global_avg_pool
  flatten
  fc: linear(5)
}

network Retired {
  input image: [3, 8, 8]
  Unit(4)
}
