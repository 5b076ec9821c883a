## GhostNet: more features from cheap operations (Han et al., 2020).
##
## Table 1, with its columns: the kernel of the depthwise convolution, #exp (the widened channels), #out,
## SE and stride. A ghost module computes half of its channels by a 1 x 1 convolution and makes
## the other half from them, channel by channel. The names are those of the timm checkpoint.

import "../labels/imagenet.bb"

# Figure 1(b).
block Ghost(out: int, act: layer) : [c, h, w] -> [out, h, w] {
  primary_conv: { conv(out / 2, 1, bias: false); bn; act } as primary
  cheap_operation: { conv(out / 2, 3, padding: 1, groups: out / 2, bias: false); bn; act }
  concat(primary, it)
}

# Figure 3: two ghost modules; between them the stride and the gate.
block Bottleneck(kernel: int, mid: int, out: int, gated: bool, stride: int) : [c, h, w] -> [out, ceil(h / stride), ceil(w / stride)] {
  add {
    | {
        ghost1: Ghost(mid, act: relu)
        if stride > 1 {
          conv_dw: conv(mid, kernel, stride: stride, padding: kernel // 2, groups: mid, bias: false)
          bn_dw:   bn
        }
        if gated {
          se: scale {
            global_avg_pool
            conv_reduce: conv(round_to(mid / 4, 4), 1)
            relu
            conv_expand: conv(mid, 1)
            hard_sigmoid
          }
        }
        ghost2: Ghost(out, act: identity)
      }
    | if stride > 1 or c != out {
        shortcut: {
          conv(c, kernel, stride: stride, padding: kernel // 2, groups: c, bias: false)
          bn
          conv(out, 1, bias: false)
          bn
        }
      }
  }
}

network GhostNet(classes: int = 1000, size: int = 224) {
  input image: [3, size, size] preprocess(resize: size * 8 // 7, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])

  conv_stem: conv(16, 3, stride: 2, padding: 1, bias: false)  # [16, 112, 112]
  bn1:       bn
  relu
  blocks: {
    #  kernel, exp, out, gated, stride
    repeat (i, stage) in enumerate([
      [(3,  16,  16, false, 1)],                              # [16, 112, 112]
      [(3,  48,  24, false, 2)],                              # [24, 56, 56]
      [(3,  72,  24, false, 1)],
      [(5,  72,  40, true,  2)],                              # [40, 28, 28]
      [(5, 120,  40, true,  1)],
      [(3, 240,  80, false, 2)],                              # [80, 14, 14]
      [
        (3, 200,  80, false, 1),
        (3, 184,  80, false, 1),
        (3, 184,  80, false, 1),
        (3, 480, 112, true,  1),
        (3, 672, 112, true,  1),
      ],
      [(5, 672, 160, true,  2)],                              # [160, 7, 7]
      [
        (5, 960, 160, false, 1),
        (5, 960, 160, true,  1),
        (5, 960, 160, false, 1),
        (5, 960, 160, true,  1),
      ],
    ]) {
      "{i}": repeat (kernel, mid, out, gated, stride) in stage { Bottleneck(kernel, mid, out, gated, stride) }
    }
    "9": { "0": { conv: conv(960, 1, bias: false); bn1: bn; relu } }
  }
  global_avg_pool
  conv_head: conv(1280, 1)
  relu
  flatten
  classifier: linear(classes)
  if classes == 1000 { output it labels: IMAGENET }
}
