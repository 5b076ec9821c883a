## A network that has one of everything the CPU backend treats in its own way.
network Tiny(classes: int = 10) {
  input image: [3, 16, 16]
  stem: conv(8, 3, padding: 1)
  relu
  add {
    | identity
    | body: { conv(8, 3, padding: 1, bias: false); bn }
  }
  relu
  concat {
    | left: conv(8, 1)
    | right: { conv(16, 1); hard_swish; conv(16, 3, padding: 1, groups: 16); silu }
  }
  max_pool(2)
  up: conv_transpose(8, 2, stride: 2)
  global_avg_pool
  flatten
  fc: linear(classes)
}
