## A ConvNet for the 2020s (Liu et al., 2022).
##
## Figure 4: a 7x7 depthwise convolution, a norm of each pixel's channels, and two linear layers with
## four times the width between them. Section 2.2: 2x2 convolutions with a norm before them lie
## between the stages, patches of 4x4 begin. Names are torchvision's.

import "../labels/imagenet.bb"

block Block : [c, h, w] -> [c, h, w] {
  param layer_scale: [c, 1, 1]
  add {
    | identity
    | {
        block: {
          conv(c, 7, padding: 3, groups: c)
          permute([1, 2, 0])
          layer_norm(eps: 1e-6)
          linear(4 * c)
          gelu
          linear(c)
          permute([2, 0, 1])
        }
        mul(layer_scale, it)
        drop_path
      }
  }
}

network ConvNeXt(widths: list, depths: list, resize: int = 230, classes: int = 1000, size: int = 224) {
  input image: [3, size, size] preprocess(resize: resize, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])
  features: {
    "0": { conv(widths[0], 4, stride: 4); layer_norm(axis: 0, eps: 1e-6) }
    repeat (stage, (width, n)) in enumerate(zip(widths, depths)) {
      if stage > 0 { "{2 * stage}": { layer_norm(axis: 0, eps: 1e-6); conv(width, 2, stride: 2) } }
      "{2 * stage + 1}": repeat n { Block }
    }
  }
  global_avg_pool
  classifier: { layer_norm(axis: 0, eps: 1e-6); flatten; linear(classes) }
  if classes == 1000 { output it labels: IMAGENET }
}

network ConvNeXtT = ConvNeXt(widths: [96, 192, 384, 768], depths: [3, 3, 9, 3], resize: 236)
network ConvNeXtS = ConvNeXt(widths: [96, 192, 384, 768], depths: [3, 3, 27, 3])
network ConvNeXtB = ConvNeXt(widths: [128, 256, 512, 1024], depths: [3, 3, 27, 3], resize: 232)
