## Deep residual learning for image recognition (He et al., 2015).
##
## Table 1: a stem, four stages of residual units, a classifier; `depths` is the number of units in
## each stage. Where the paper puts a bottleneck's stride on its first 1 x 1 convolution, this is the
## form of the published checkpoints ("v1.5"), which puts it on the 3 x 3: the same weights, a
## little more accurate, a little more work.

import "../labels/imagenet.bb"

# The skip, widened where the unit changes the shape (the paper's option B).
block Shortcut(out: int, stride: int) : [c, h, w] -> [out, ceil(h / stride), ceil(w / stride)] {
  conv(out, 1, stride: stride, bias: false)  # bb: allow(strided-pointwise): the skip takes every other pixel, as published
  bn
}

# Figure 5, left: two 3 x 3 convolutions.
block Basic(width: int, stride: int = 1) : [c, h, w] -> [width, ceil(h / stride), ceil(w / stride)] {
  add {
    | {
        conv1: conv(width, 3, stride: stride, padding: 1, bias: false)
        bn1:   bn
        relu
        conv2: conv(width, 3, padding: 1, bias: false)
        bn2:   bn
      }
    | if stride != 1 or c != width { downsample: Shortcut(width, stride) }
  }
  relu
}

# Figure 5, right: 1 x 1 to narrow, 3 x 3, 1 x 1 to widen by four.
block Bottleneck(width: int, stride: int = 1) : [c, h, w] -> [4 * width, ceil(h / stride), ceil(w / stride)] {
  add {
    | {
        conv1: conv(width, 1, bias: false)
        bn1:   bn
        relu
        conv2: conv(width, 3, stride: stride, padding: 1, bias: false)
        bn2:   bn
        relu
        conv3: conv(4 * width, 1, bias: false)
        bn3:   bn
      }
    | if stride != 1 or c != 4 * width { downsample: Shortcut(4 * width, stride) }
  }
  relu
}

network ResNet(unit: layer, depths: list, classes: int = 1000, size: int = 224) {
  input image: [3, size, size] preprocess(resize: size * 8 // 7, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])

  conv1: conv(64, 7, stride: 2, padding: 3, bias: false)      # [64, 112, 112]
  bn1:   bn
  relu
  max_pool(3, stride: 2, padding: 1)                          # [64, 56, 56]

  # Each stage but the first halves the image and doubles the width.
  repeat (stage, n) in enumerate(depths) {
    "layer{stage + 1}": repeat i in 0..n {
      unit(64 * 2 ** stage, stride: if i == 0 and stage > 0 then 2 else 1)
    }
  }

  global_avg_pool
  flatten
  fc: linear(classes)
  if classes == 1000 { output it labels: IMAGENET }
}

network ResNet18  = ResNet(Basic, depths: [2, 2, 2, 2])
network ResNet34  = ResNet(Basic, depths: [3, 4, 6, 3])
network ResNet50  = ResNet(Bottleneck, depths: [3, 4, 6, 3])
network ResNet101 = ResNet(Bottleneck, depths: [3, 4, 23, 3])
network ResNet152 = ResNet(Bottleneck, depths: [3, 8, 36, 3])
