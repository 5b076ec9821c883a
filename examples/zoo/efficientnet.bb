## EfficientNet: rethinking model scaling for convolutional neural networks (Tan and Le, 2019).
##
## Table 1 is B0, with the columns expansion, kernel, channels, layers and stride. B1 to B7 scale it
## in three dimensions at once: `width` multiplies the channels (rounded to a multiple of 8), `depth`
## the layers (rounded up), and the image grows. This is the form of the torchvision checkpoints: the
## sizes of B1 and B2 are those at which these were trained (the paper says 240 and 260), and B5 to
## B7 normalise with the eps of the original code, 1e-3.

import "../labels/imagenet.bb"

block ConvBn(out: int, kernel: int, eps: float, stride: int = 1, groups: int = 1, act: layer = silu) : [c, h, w] -> [out, ceil(h / stride), ceil(w / stride)] {
  conv(out, kernel, stride: stride, padding: kernel // 2, groups: groups, bias: false)
  bn(eps: eps)
  act
}

# MobileNetV2's inverted residual with a gate between, which squeezes to a quarter of the block's
# input, not of the widened channels.
block MBConv(out: int, kernel: int, stride: int, expand: int, eps: float) : [c, h, w] -> [out, ceil(h / stride), ceil(w / stride)] {
  let mid = expand * c
  add {
    | identity when stride == 1 and c == out
    | block: {
        if expand != 1 { ConvBn(mid, 1, eps) }
        ConvBn(mid, kernel, eps, stride: stride, groups: mid)
        SqueezeExcite(c // 4, act: silu)
        ConvBn(out, 1, eps, act: identity)
      }
  }
}

network EfficientNet(width: float, depth: float, size: int, resize: int, drop: float, eps: float = 1e-5, classes: int = 1000) {
  input image: [3, size, size] preprocess(resize: resize, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225], interpolation: bicubic)

  #    expand, kernel, channels, layers, stride
  let table = [
    (1, 3,  16, 1, 1),                                        # [16, 112, 112] in B0
    (6, 3,  24, 2, 2),                                        # [24, 56, 56]
    (6, 5,  40, 2, 2),                                        # [40, 28, 28]
    (6, 3,  80, 3, 2),                                        # [80, 14, 14]
    (6, 5, 112, 3, 1),                                        # [112, 14, 14]
    (6, 5, 192, 4, 2),                                        # [192, 7, 7]
    (6, 3, 320, 1, 1),                                        # [320, 7, 7]
  ]

  features: {
    ConvBn(round_to(32 * width, 8), 3, eps, stride: 2)        # [32, 112, 112]
    repeat (stage, (t, k, c, n, s)) in enumerate(table) {
      "{stage + 1}": repeat i in 0..ceil(n * depth) {
        MBConv(round_to(c * width, 8), k, stride: if i == 0 then s else 1, expand: t, eps: eps)
      }
    }
    ConvBn(4 * round_to(320 * width, 8), 1, eps)              # [1280, 7, 7]
  }
  global_avg_pool
  flatten
  classifier: { dropout(drop); linear(classes) }
  if classes == 1000 { output it labels: IMAGENET }
}

network EfficientNetB0 = EfficientNet(width: 1.0, depth: 1.0, size: 224, resize: 256, drop: 0.2)
network EfficientNetB1 = EfficientNet(width: 1.0, depth: 1.1, size: 240, resize: 255, drop: 0.2)
network EfficientNetB2 = EfficientNet(width: 1.1, depth: 1.2, size: 288, resize: 288, drop: 0.3)
network EfficientNetB3 = EfficientNet(width: 1.2, depth: 1.4, size: 300, resize: 320, drop: 0.3)
network EfficientNetB4 = EfficientNet(width: 1.4, depth: 1.8, size: 380, resize: 384, drop: 0.4)
network EfficientNetB5 = EfficientNet(width: 1.6, depth: 2.2, size: 456, resize: 456, drop: 0.4, eps: 1e-3)
network EfficientNetB6 = EfficientNet(width: 1.8, depth: 2.6, size: 528, resize: 528, drop: 0.5, eps: 1e-3)
network EfficientNetB7 = EfficientNet(width: 2.0, depth: 3.1, size: 600, resize: 600, drop: 0.5, eps: 1e-3)
