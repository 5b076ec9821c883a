## MobileNetV2: inverted residuals and linear bottlenecks (Sandler et al., 2018).
##
## Table 2, with its columns t (expansion), c (channels), n (repeats) and s (stride of the first
## repeat). `width` is the paper's width multiplier: channels are scaled and rounded to a multiple
## of 8, the last convolution only upwards.

import "../labels/imagenet.bb"

block ConvBn(out: int, kernel: int, stride: int = 1, groups: int = 1) : [c, h, w] -> [out, ceil(h / stride), ceil(w / stride)] {
  conv(out, kernel, stride: stride, padding: kernel // 2, groups: groups, bias: false)
  bn
  relu6
}

# Table 1: widen, filter each channel, narrow; no activation after the narrowing. The skip joins the
# two narrow ends, where they have the same shape.
block InvertedResidual(out: int, stride: int, expand: int) : [c, h, w] -> [out, ceil(h / stride), ceil(w / stride)] {
  let mid = expand * c
  add {
    | identity when stride == 1 and c == out
    | conv: {
        if expand != 1 { ConvBn(mid, 1) }
        ConvBn(mid, 3, stride: stride, groups: mid)
        conv(out, 1, bias: false)
        bn
      }
  }
}

network MobileNetV2(width: float = 1.0, classes: int = 1000, size: int = 224) {
  input image: [3, size, size] preprocess(resize: size * 8 // 7, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])

  features: {
    ConvBn(round_to(32 * width, 8), 3, stride: 2)             # [32, 112, 112]
    repeat (t, c, n, s) in [
      (1,  16, 1, 1),                                         # [16, 112, 112]
      (6,  24, 2, 2),                                         # [24, 56, 56]
      (6,  32, 3, 2),                                         # [32, 28, 28]
      (6,  64, 4, 2),                                         # [64, 14, 14]
      (6,  96, 3, 1),                                         # [96, 14, 14]
      (6, 160, 3, 2),                                         # [160, 7, 7]
      (6, 320, 1, 1),                                         # [320, 7, 7]
    ] {
      repeat i in 0..n {
        InvertedResidual(round_to(c * width, 8), stride: if i == 0 then s else 1, expand: t)
      }
    }
    ConvBn(round_to(1280 * max(1.0, width), 8), 1)            # [1280, 7, 7]
  }
  global_avg_pool
  flatten
  classifier: { dropout(0.2); linear(classes) }
  if classes == 1000 { output it labels: IMAGENET }
}
