## MobileNets: efficient convolutional neural networks for mobile vision applications (Howard et al.,
## 2017).
##
## Table 1, row by row: every 3 x 3 convolution is split into one that filters each channel (dw) and
## a 1 x 1 that mixes them (pw). `width` is the paper's width multiplier. The names are those of the
## timm checkpoint. `relu6` is the activation of the original code; the paper's figure 3 says ReLU.

import "../labels/imagenet.bb"

block Separable(out: int, stride: int, act: layer) : [c, h, w] -> [out, ceil(h / stride), ceil(w / stride)] {
  conv_dw: conv(c, 3, stride: stride, padding: 1, groups: c, bias: false)
  bn1:     bn
  act
  conv_pw: conv(out, 1, bias: false)
  bn2:     bn
  act
}

network MobileNetV1(width: float = 1.0, act: layer = relu6, classes: int = 1000, size: int = 224) {
  input image: [3, size, size] preprocess(resize: size * 8 // 7, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])

  conv_stem: conv(round_to(32 * width, 8), 3, stride: 2, padding: 1, bias: false)
  bn1:       bn
  act
  blocks: repeat (stage, (c, n, s)) in enumerate([
    (  64, 1, 1),                                             # [64, 112, 112]
    ( 128, 2, 2),                                             # [128, 56, 56]
    ( 256, 2, 2),                                             # [256, 28, 28]
    ( 512, 6, 2),                                             # [512, 14, 14]
    (1024, 2, 2),                                             # [1024, 7, 7]
  ]) {
    "{stage}": repeat i in 0..n {
      Separable(round_to(c * width, 8), stride: if i == 0 then s else 1, act: act)
    }
  }
  global_avg_pool
  flatten
  classifier: linear(classes)
  if classes == 1000 { output it labels: IMAGENET }
}
