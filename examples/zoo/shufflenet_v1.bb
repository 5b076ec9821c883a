## ShuffleNet: an extremely efficient convolutional neural network for mobile devices (Zhang et al.,
## 2017).
##
## Table 1: a column for each number of groups g, with as many output channels as keep the cost of a
## column the same. The 1 x 1 convolutions are grouped, and the shuffle lets the groups talk.
##
## `ShuffleNetV1G1` to `G8` are the paper's. `ShuffleNetV1MegviiG3` and `G8` are the authors' published
## models, after which the parameters are called: they shuffle after the depthwise convolution, by the
## inverse permutation, and their classifier has no bias.

import "../labels/imagenet.bb"

# Figure 2(b), and (c) for stride 2: there the skip is pooled and stands beside the branch, which so
# has the fewer channels.
block ShuffleUnit(out: int, groups: int, first: int, stride: int, megvii: bool) : [c, h, w] -> [out, ceil(h / stride), ceil(w / stride)] {
  let mid = out // 4
  let branch = if stride == 1 then out else out - c
  parallel {
    | if stride == 2 { avg_pool(3, stride: 2, padding: 1) }
    | {
        branch_main_1: {
          conv(mid, 1, groups: first, bias: false)
          bn
          relu
          if not megvii { shuffle(groups) }
          conv(mid, 3, stride: stride, padding: 1, groups: mid, bias: false)
          bn
        }
        if megvii { shuffle(mid // groups) }
        branch_main_2: { conv(branch, 1, groups: groups, bias: false); bn }
      }
  }
  if stride == 1 { add } else { concat }
  relu
}

network ShuffleNetV1(groups: int, width: int, megvii: bool = false, classes: int = 1000, size: int = 224) {
  input image: [3, size, size] preprocess(resize: size * 8 // 7, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])

  first_conv: { conv(24, 3, stride: 2, padding: 1, bias: false); bn; relu }  # [24, 112, 112]
  max_pool(3, stride: 2, padding: 1)                                       # [24, 56, 56]

  # The first 1 x 1 sees 24 channels, too few to group.
  features: repeat (stage, n) in enumerate([4, 8, 4]) {
    repeat i in 0..n {
      ShuffleUnit(
        width * 2 ** stage,
        groups,
        first: if stage == 0 and i == 0 then 1 else groups,
        stride: if i == 0 then 2 else 1,
        megvii: megvii
      )
    }
  }

  global_avg_pool
  flatten
  classifier: { linear(classes, bias: not megvii) }
  if classes == 1000 { output it labels: IMAGENET }
}

network ShuffleNetV1G1 = ShuffleNetV1(groups: 1, width: 144)
network ShuffleNetV1G2 = ShuffleNetV1(groups: 2, width: 200)
network ShuffleNetV1G3 = ShuffleNetV1(groups: 3, width: 240)
network ShuffleNetV1G4 = ShuffleNetV1(groups: 4, width: 272)
network ShuffleNetV1G8 = ShuffleNetV1(groups: 8, width: 384)

network ShuffleNetV1MegviiG3 = ShuffleNetV1(groups: 3, width: 240, megvii: true)
network ShuffleNetV1MegviiG8 = ShuffleNetV1(groups: 8, width: 384, megvii: true)
