## Imported from parts.cfg (darknet). Layers are called by darknet's numbers, those of residual units by their
## stage's.

block Conv3_2(stride: int) {
  conv: conv(8, 3, stride: stride, padding: 1, bias: false)
  bn: bn
  mish
}

block Conv3(width: int) {
  conv: conv(width, 3, padding: 1, bias: false)
  bn: bn
  leaky_relu(0.1)
}

block Conv1(width: int) {
  conv: conv(width, 1, bias: false)
  bn: bn
  mish
}

block Residual {
  add { | identity | { conv1: Conv1(4); conv2: Conv3_2(1) } }
}

network Parts {
  input image: [3, 16, 24]
  layer0: Conv3_2(2)
  layer1: Conv3(8)
  concat {
    | identity
    | {
      slice(0, start: 4)
      layer3: Conv3(4)
      concat { | layer4: Conv3(4) | identity }
      layer6: { conv: conv(8, 1, bias: false); bn: bn; leaky_relu(0.1) }
    }
  }
  max_pool(2, 2)
  concat {
    | {
      layer11: Conv1(8)
      stage1: repeat 2 { Residual }
      layer18: { conv: conv(8, 1, bias: false); bn: bn; silu }
    }
    | layer9: Conv1(8)
  }
  layer20: Conv1(8)
  concat { | max_pool(5, 1, padding: 2) | max_pool(3, 1, padding: 1) | identity }
  pad(right: 1, bottom: 1, mode: replicate)
  max_pool(2, 1)
  layer26: { conv: conv(8, 3, padding: 1, bias: false); bn: bn; sigmoid }
}
