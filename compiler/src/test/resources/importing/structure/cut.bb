# Parts that are taken at other places each time, and of other sizes.
block Grown(grow: int) : [c, h, w] -> [c + grow, h, w] {
  it as x
  conv: conv(c + grow, 3, padding: 1)
  relu
  split(c, grow) as (old, new)
  add(old, x)
  concat(it, new)
}

block Crop(size: int) : [c, h, w] -> [c, size, size] {
  slice(-2, start: (h - size) // 2, end: (h + size) // 2)
  slice(-1, start: (w - size) // 2, end: (w + size) // 2)
  max_pool(3, stride: 1, padding: 1)
}

network Cut {
  input image: [8, 32, 40]
  grown1: Grown(3)
  crop1: Crop(28)
  grown2: Grown(5)
  crop2: Crop(20)
  grown3: Grown(2)
  crop3: Crop(10)
}
