## Identity mappings in deep residual networks (He et al., 2016): the pre-activation ResNet.
##
## Figure 1(b): normalisation and activation stand before the convolutions, so nothing stands in the
## way of what is added along the skips, and the last unit is followed by a normalisation. This is the
## form of timm's resnetv2: the stride sits on the 3 x 3, a widening skip begins behind the first
## activation, and the classifier is a 1 x 1 convolution.

import "../labels/imagenet.bb"

block PreActivation(width: int, stride: int) : [c, h, w] -> [4 * width, ceil(h / stride), ceil(w / stride)] {
  identity as x
  norm1: bn
  relu as active
  conv1: conv(width, 1, bias: false)
  norm2: bn
  relu
  conv2: conv(width, 3, stride: stride, padding: 1, bias: false)
  norm3: bn
  relu
  conv3: conv(4 * width, 1, bias: false) as residual
  if stride != 1 or c != 4 * width {
    active -> downsample: { conv: conv(4 * width, 1, stride: stride, bias: false) }  # bb: allow(strided-pointwise): the skip takes every other pixel, as published
  } else {
    x
  }
  add(residual, it)
}

network ResNetV2(depths: list, classes: int = 1000, size: int = 224) {
  input image: [3, size, size] preprocess(resize: size * 8 // 7, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5])

  stem: { conv: conv(64, 7, stride: 2, padding: 3, bias: false); max_pool(3, stride: 2, padding: 1) }

  stages: repeat (stage, n) in enumerate(depths) {
    "{stage}": {
      blocks: repeat i in 0..n {
        PreActivation(64 * 2 ** stage, stride: if i == 0 and stage > 0 then 2 else 1)
      }
    }
  }
  norm: bn
  relu
  head: { global_avg_pool; fc: conv(classes, 1); flatten }
  if classes == 1000 { output it labels: IMAGENET }
}

network ResNetV2_50  = ResNetV2(depths: [3, 4, 6, 3])
network ResNetV2_101 = ResNetV2(depths: [3, 4, 23, 3])
network ResNetV2_152 = ResNetV2(depths: [3, 8, 36, 3])
