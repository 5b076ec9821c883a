## Searching for MobileNetV3 (Howard et al., 2019).
##
## Tables 1 and 2, with their columns: kernel, exp size (the widened channels), out, SE, NL (the
## activation, ReLU or hard swish) and s (stride). The form is that of the torchvision checkpoints;
## as in the original code, a gate squeezes to a quarter of the widened channels, rounded to a
## multiple of 8.

import "../labels/imagenet.bb"

block ConvBn(out: int, kernel: int, stride: int = 1, groups: int = 1, act: layer = hard_swish) : [c, h, w] -> [out, ceil(h / stride), ceil(w / stride)] {
  conv(out, kernel, stride: stride, padding: kernel // 2, groups: groups, bias: false)
  bn(eps: 1e-3)
  act
}

# Figure 4: MobileNetV2's inverted residual with a gate on the widened channels.
block Bneck(kernel: int, mid: int, out: int, gated: bool, act: layer, stride: int) : [c, h, w] -> [out, ceil(h / stride), ceil(w / stride)] {
  add {
    | identity when stride == 1 and c == out
    | block: {
        if mid != c { ConvBn(mid, 1, act: act) }
        ConvBn(mid, kernel, stride: stride, groups: mid, act: act)
        if gated { SqueezeExcite(round_to(mid // 4, 8), gate: hard_sigmoid) }
        ConvBn(out, 1, act: identity)
      }
  }
}

network MobileNetV3(table: list, last: int, hidden: int, classes: int = 1000, size: int = 224) {
  input image: [3, size, size] preprocess(resize: size * 8 // 7, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])

  features: {
    ConvBn(16, 3, stride: 2)                                  # [16, 112, 112]
    repeat (kernel, mid, out, gated, act, stride) in table {
      Bneck(kernel, mid, out, gated, act, stride)
    }
    ConvBn(last, 1)
  }
  global_avg_pool
  flatten
  classifier: {
    linear(hidden)
    hard_swish
    dropout(0.2)
    linear(classes)
  }
  if classes == 1000 { output it labels: IMAGENET }
}

# Table 1.
network MobileNetV3Large = MobileNetV3(
  table: [
    (3,  16,  16, false, relu,       1),                      # [16, 112, 112]
    (3,  64,  24, false, relu,       2),                      # [24, 56, 56]
    (3,  72,  24, false, relu,       1),
    (5,  72,  40, true,  relu,       2),                      # [40, 28, 28]
    (5, 120,  40, true,  relu,       1),
    (5, 120,  40, true,  relu,       1),
    (3, 240,  80, false, hard_swish, 2),                      # [80, 14, 14]
    (3, 200,  80, false, hard_swish, 1),
    (3, 184,  80, false, hard_swish, 1),
    (3, 184,  80, false, hard_swish, 1),
    (3, 480, 112, true,  hard_swish, 1),
    (3, 672, 112, true,  hard_swish, 1),
    (5, 672, 160, true,  hard_swish, 2),                      # [160, 7, 7]
    (5, 960, 160, true,  hard_swish, 1),
    (5, 960, 160, true,  hard_swish, 1),
  ],
  last: 960,
  hidden: 1280
)

# Table 2.
network MobileNetV3Small = MobileNetV3(
  table: [
    (3,  16, 16, true,  relu,       2),                       # [16, 56, 56]
    (3,  72, 24, false, relu,       2),                       # [24, 28, 28]
    (3,  88, 24, false, relu,       1),
    (5,  96, 40, true,  hard_swish, 2),                       # [40, 14, 14]
    (5, 240, 40, true,  hard_swish, 1),
    (5, 240, 40, true,  hard_swish, 1),
    (5, 120, 48, true,  hard_swish, 1),
    (5, 144, 48, true,  hard_swish, 1),
    (5, 288, 96, true,  hard_swish, 2),                       # [96, 7, 7]
    (5, 576, 96, true,  hard_swish, 1),
    (5, 576, 96, true,  hard_swish, 1),
  ],
  last: 576,
  hidden: 1024
)
