## Convolutions by fewer multiplications: with every kind of epilogue, and beside those that are not
## worth it.
network Winograd {
  input image: [3, 30, 30]
  conv(16, 3, padding: 1)
  relu
  conv(40, 3)
  silu
  max_pool(2)
  add {
    | identity
    | { conv(40, 3, padding: 1) -> relu -> conv(40, 3, padding: 1, bias: false) }
  }
  relu
  concat {
    | conv(20, 3, padding: 1)
    | conv(8, 1)
    | conv(12, 3, stride: 2, padding: 1) -> upsample(scale_factor: 2)
  }
  max_pool(2)
  conv(24, 3, padding: 1)
  max_pool(2)
  conv(24, 3, padding: 1)
}
