## SqueezeNet: AlexNet-level accuracy with 50x fewer parameters (Iandola et al., 2016).
##
## Table 1 is version 1.0: a convolution, eight fire modules, and a convolution in the place of
## fully connected layers; all pools round up. Version 1.1 is the authors' later form, which pools earlier
## and begins with a smaller convolution: a little fewer parameters, 2.4 times less work.

import "../labels/imagenet.bb"

# Figure 1: few 1 x 1 filters, then as many 1 x 1 as 3 x 3 ones, side by side.
block Fire(squeeze: int, expand: int) : [c, h, w] -> [2 * expand, h, w] {
  squeeze: conv(squeeze, 1)
  relu
  concat {
    | { expand1x1: conv(expand, 1); relu }
    | { expand3x3: conv(expand, 3, padding: 1); relu }
  }
}

block Pool { max_pool(3, stride: 2, ceil: true) }

network SqueezeNet(stem: (int, int), table: list, pooled: list, classes: int = 1000, size: int = 224) {
  input image: [3, size, size] preprocess(resize: size * 8 // 7, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])

  features: {
    conv(stem[0], stem[1], stride: 2)
    relu
    Pool
    repeat (i, (squeeze, expand)) in enumerate(table) {
      Fire(squeeze, expand)
      if i == pooled[0] or i == pooled[1] { Pool }
    }
  }
  classifier: { dropout; conv(classes, 1); relu; global_avg_pool }
  flatten
  if classes == 1000 { output it labels: IMAGENET }
}

# The fire modules, and behind which of them is a pool.
let fires = [(16, 64), (16, 64), (32, 128), (32, 128), (48, 192), (48, 192), (64, 256), (64, 256)]

network SqueezeNet1_0 = SqueezeNet(stem: (96, 7), table: fires, pooled: [2, 6])
network SqueezeNet1_1 = SqueezeNet(stem: (64, 3), table: fires, pooled: [1, 3])
