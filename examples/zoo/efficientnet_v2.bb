## EfficientNetV2: smaller models and faster training (Tan and Le, 2021).
##
## Table 4 is S, with the columns expansion, kernel, stride, channels and layers, and whether the blocks are
## fused; M and L are the larger ones that were searched for with it. Everything around the table is EfficientNet's.

import "../labels/imagenet.bb"
import "efficientnet.bb"

# Figure 2, right: the widening and the filtering of MBConv as one convolution, without a gate.
block FusedMBConv(out: int, kernel: int, stride: int, expand: int, eps: float) : [c, h, w] -> [out, ceil(h / stride), ceil(w / stride)] {
  add {
    | identity when stride == 1 and c == out
    | block: if expand == 1 {
        ConvBn(out, kernel, eps, stride: stride)
      } else {
        ConvBn(expand * c, kernel, eps, stride: stride)
        ConvBn(out, 1, eps, act: identity)
      }
  }
}

network EfficientNetV2(table: list, stem: int, size: int, drop: float, mean: list = [0.485, 0.456, 0.406], std: list = [0.229, 0.224, 0.225], eps: float = 1e-3, classes: int = 1000) {
  input image: [3, size, size] preprocess(resize: size, mean: mean, std: std)

  features: {
    ConvBn(stem, 3, eps, stride: 2)
    repeat (stage, (unit, t, k, s, c, n)) in enumerate(table) {
      "{stage + 1}": repeat i in 0..n {
        unit(c, k, stride: if i == 0 then s else 1, expand: t, eps: eps)
      }
    }
    ConvBn(1280, 1, eps)
  }
  global_avg_pool
  flatten
  classifier: { dropout(drop); linear(classes) }
  if classes == 1000 { output it labels: IMAGENET }
}

network EfficientNetV2S = EfficientNetV2(
  table: [
    (FusedMBConv, 1, 3, 1,  24,  2),                          # [24, 192, 192]
    (FusedMBConv, 4, 3, 2,  48,  4),                          # [48, 96, 96]
    (FusedMBConv, 4, 3, 2,  64,  4),                          # [64, 48, 48]
    (MBConv,      4, 3, 2, 128,  6),                          # [128, 24, 24]
    (MBConv,      6, 3, 1, 160,  9),                          # [160, 24, 24]
    (MBConv,      6, 3, 2, 256, 15),                          # [256, 12, 12]
  ],
  stem: 24,
  size: 384,
  drop: 0.2
)

network EfficientNetV2M = EfficientNetV2(
  table: [
    (FusedMBConv, 1, 3, 1,  24,  3),                          # [24, 240, 240]
    (FusedMBConv, 4, 3, 2,  48,  5),                          # [48, 120, 120]
    (FusedMBConv, 4, 3, 2,  80,  5),                          # [80, 60, 60]
    (MBConv,      4, 3, 2, 160,  7),                          # [160, 30, 30]
    (MBConv,      6, 3, 1, 176, 14),                          # [176, 30, 30]
    (MBConv,      6, 3, 2, 304, 18),                          # [304, 15, 15]
    (MBConv,      6, 3, 1, 512,  5),                          # [512, 15, 15]
  ],
  stem: 24,
  size: 480,
  drop: 0.3
)

network EfficientNetV2L = EfficientNetV2(
  table: [
    (FusedMBConv, 1, 3, 1,  32,  4),                          # [32, 240, 240]
    (FusedMBConv, 4, 3, 2,  64,  7),                          # [64, 120, 120]
    (FusedMBConv, 4, 3, 2,  96,  7),                          # [96, 60, 60]
    (MBConv,      4, 3, 2, 192, 10),                          # [192, 30, 30]
    (MBConv,      6, 3, 1, 224, 19),                          # [224, 30, 30]
    (MBConv,      6, 3, 2, 384, 25),                          # [384, 15, 15]
    (MBConv,      6, 3, 1, 640,  7),                          # [640, 15, 15]
  ],
  stem: 32,
  size: 480,
  drop: 0.4,
  mean: [0.5, 0.5, 0.5],
  std: [0.5, 0.5, 0.5]
)
