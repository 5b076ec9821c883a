## What the digits network has seen before it decides, on pictures of another size: a second network for the soak, with the
## same weights. (`--ignore` leaves out those of the layers that it has not.)

## A convolution that keeps the image's size (a stride of 2 halves it), then batch normalisation.
block ConvBn(out: int, kernel: int, stride: int = 1, groups: int = 1) : [c, h, w] -> [out, ceil(h / stride), ceil(w / stride)] {
  conv: conv(out, kernel, stride: stride, padding: kernel // 2, groups: groups, bias: false)
  bn:   bn
}

## A convolution in two cheap halves (MobileNet's): one filter per channel, then a mix of the channels.
block Separable(out: int, stride: int = 1) : [c, h, w] -> [out, ceil(h / stride), ceil(w / stride)] {
  depthwise: ConvBn(c, 5, stride: stride, groups: c)
  relu
  pointwise: ConvBn(out, 1)
  relu
}

## Two convolutions learn what to add to what came in (ResNet's). Each `|` is a branch.
block Residual : [c, h, w] -> [c, h, w] {
  add {
    | identity
    | { conv1: ConvBn(c, 3); relu; conv2: ConvBn(c, 3) }
  }
  relu
}

network Strokes {
  input image: [1, 44, 36]
  stem: ConvBn(16, 3)
  relu
  max_pool(2)
  stage1: { Separable(32); Residual }
  flatten
}
