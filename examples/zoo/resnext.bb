## Aggregated residual transformations for deep neural networks (Xie et al., 2016).
##
## Table 1: ResNet whose bottleneck is many small transformations side by side. Their number is the
## `cardinality`; `base` is the width of each in the first stage, so "32x4d" is cardinality 32, base
## 4. Everything around the unit is ResNet's. As there, the stride sits on the 3 x 3, which here is
## also the paper's own form.
##
## Figure 3 draws the unit in three equivalent forms. `ResNeXtUnit` is the third, which has the names
## of the published checkpoints; the other two and `GroupUnit`, the third written out, are below. The
## compiler makes one grouped convolution of a group of convolutions, and of (b) what (c) is.

import "resnet.bb"

# Figure 3(c): the transformations as one grouped convolution.
block ResNeXtUnit(width: int, cardinality: int, base: int, stride: int = 1) : [c, h, w] -> [4 * width, ceil(h / stride), ceil(w / stride)] {
  let mid = cardinality * (width * base // 64)
  add {
    | {
        conv1: conv(mid, 1, bias: false)
        bn1:   bn
        relu
        conv2: conv(mid, 3, stride: stride, padding: 1, groups: cardinality, bias: false)
        bn2:   bn
        relu
        conv3: conv(4 * width, 1, bias: false)
        bn3:   bn
      }
    | if stride != 1 or c != 4 * width { downsample: Shortcut(4 * width, stride) }
  }
  relu
}

network ResNeXt50_32x4d  = ResNet(ResNeXtUnit(cardinality: 32, base: 4), depths: [3, 4, 6, 3])
network ResNeXt101_32x4d = ResNet(ResNeXtUnit(cardinality: 32, base: 4), depths: [3, 4, 23, 3])
network ResNeXt101_32x8d = ResNet(ResNeXtUnit(cardinality: 32, base: 8), depths: [3, 4, 23, 3])
network ResNeXt101_64x4d = ResNet(ResNeXtUnit(cardinality: 64, base: 4), depths: [3, 4, 23, 3])

# One transformation: narrow, then 3 x 3.
block Transform(width: int, stride: int) : [c, h, w] -> [width, ceil(h / stride), ceil(w / stride)] {
  conv1: conv(width, 1, bias: false)
  bn1:   bn
  relu
  conv2: conv(width, 3, stride: stride, padding: 1, bias: false)
  bn2:   bn
  relu
}

# Figure 3(a): each transformation widens its result, and all are added.
block PathsUnit(width: int, cardinality: int, base: int, stride: int = 1) : [c, h, w] -> [4 * width, ceil(h / stride), ceil(w / stride)] {
  add {
    | {
        identity as x
        repeat i in 0..cardinality {
          x -> "path{i}": {
            Transform(width * base // 64, stride)
            conv3: conv(4 * width, 1, bias: false)
          } as path[i]
        }
        path -> add
        bn3: bn
      }
    | if stride != 1 or c != 4 * width { downsample: Shortcut(4 * width, stride) }
  }
  relu
}

# Figure 3(b): the transformations are concatenated, and widened together.
block ConcatUnit(width: int, cardinality: int, base: int, stride: int = 1) : [c, h, w] -> [4 * width, ceil(h / stride), ceil(w / stride)] {
  add {
    | {
        identity as x
        repeat i in 0..cardinality { x -> "path{i}": Transform(width * base // 64, stride) as path[i] }
        path -> concat
        conv3: conv(4 * width, 1, bias: false)
        bn3:   bn
      }
    | if stride != 1 or c != 4 * width { downsample: Shortcut(4 * width, stride) }
  }
  relu
}

# Figure 3(c), the grouped convolution as the convolutions that it is.
block GroupUnit(width: int, cardinality: int, base: int, stride: int = 1) : [c, h, w] -> [4 * width, ceil(h / stride), ceil(w / stride)] {
  let path = width * base // 64
  add {
    | {
        conv1: conv(cardinality * path, 1, bias: false)
        bn1:   bn
        relu
        conv2: group(cardinality) { conv(path, 3, stride: stride, padding: 1, bias: false) }
        bn2:   bn
        relu
        conv3: conv(4 * width, 1, bias: false)
        bn3:   bn
      }
    | if stride != 1 or c != 4 * width { downsample: Shortcut(4 * width, stride) }
  }
  relu
}

network ResNeXt50Paths  = ResNet(PathsUnit(cardinality: 32, base: 4), depths: [3, 4, 6, 3])
network ResNeXt50Concat = ResNet(ConcatUnit(cardinality: 32, base: 4), depths: [3, 4, 6, 3])
network ResNeXt50Groups = ResNet(GroupUnit(cardinality: 32, base: 4), depths: [3, 4, 6, 3])
