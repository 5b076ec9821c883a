## Imported from sums.cfg (darknet). Layers are called by darknet's numbers, those of residual units by their
## stage's.

block Conv3 {
  conv: conv(8, 3, padding: 1, bias: false)
  bn: bn
  relu
}

network Sums {
  input image: [3, 12, 12]
  layer0: Conv3 as x1
  layer1: { conv: conv(12, 1, bias: false); bn: bn as x2 }
  x1 -> pad(after: 4, axis: 0)
  add(it, x2)
  leaky_relu(0.1)
  layer3: Conv3 as x3
  x2 -> slice(0, end: 8)
  add(it, x3)
  scale { global_avg_pool; layer6: conv(8, 1); sigmoid }
  scale { layer8: conv(8, 1); sigmoid }
  layer10: { conv: conv(8, 3, padding: 2, dilation: 2, groups: 4, bias: false); bn: bn; silu }
  layer11: conv(8, 3, stride: (1, 2), padding: 1)
  gelu(approximate: tanh)
  avg_pool(3, 3, count_include_pad: false)
  upsample(2)
  affine(0.5)
  flatten
  reshape([4, 64])
  softmax(1)
  flatten
}
