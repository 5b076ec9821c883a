## Designing network design spaces (Radosavovic et al., 2020).
##
## The simple networks of appendix B: a stem, four stages of residual bottlenecks that do not narrow, a
## classifier. `depths` and `widths` are those to which the paper's linear rule rounds; `group` is the width of
## a group of the 3 x 3 convolution. Y is X with squeeze-and-excitation behind the 3 x 3 convolution.

import "../labels/imagenet.bb"

block ConvBn(out: int, kernel: int, stride: int = 1, groups: int = 1, act: layer = relu) : [c, h, w] -> [out, ceil(h / stride), ceil(w / stride)] {
  conv(out, kernel, stride: stride, padding: kernel // 2, groups: groups, bias: false)  # bb: allow(strided-pointwise): the skip takes every other pixel, as published
  bn
  act
}

# Figure 4: 1 x 1, 3 x 3 in groups, 1 x 1; the gate squeezes to a part of what flows into the block.
block XBlock(width: int, group: int, squeeze: float, stride: int) : [c, h, w] -> [width, ceil(h / stride), ceil(w / stride)] {
  add {
    | if stride != 1 or c != width { proj: ConvBn(width, 1, stride: stride, act: identity) }
    | f: {
        a: ConvBn(width, 1)
        b: ConvBn(width, 3, stride: stride, groups: width / group)
        if squeeze > 0 { se: SqueezeExcite(round(squeeze * c)) }
        c: ConvBn(width, 1, act: identity)
      }
  }
  relu
}

network RegNet(depths: list, widths: list, group: int, squeeze: float = 0.0, classes: int = 1000, size: int = 224) {
  input image: [3, size, size] preprocess(resize: size * 8 // 7, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])

  stem: ConvBn(32, 3, stride: 2)
  trunk_output: repeat (stage, (n, width)) in enumerate(zip(depths, widths)) {
    repeat i in 0..n {
      "block{stage + 1}.block{stage + 1}-{i}": XBlock(width, min(group, width), squeeze, stride: if i == 0 then 2 else 1)
    }
  }
  global_avg_pool
  flatten
  fc: linear(classes)
  if classes == 1000 { output it labels: IMAGENET }
}

network RegNetX_400MF = RegNet(depths: [1, 2, 7, 12], widths: [32, 64, 160, 400], group: 16)
network RegNetX_800MF = RegNet(depths: [1, 3, 7, 5], widths: [64, 128, 288, 672], group: 16)
network RegNetX_1_6GF = RegNet(depths: [2, 4, 10, 2], widths: [72, 168, 408, 912], group: 24)
network RegNetX_3_2GF = RegNet(depths: [2, 6, 15, 2], widths: [96, 192, 432, 1008], group: 48)
network RegNetX_8GF   = RegNet(depths: [2, 5, 15, 1], widths: [80, 240, 720, 1920], group: 120)

network RegNetY_400MF = RegNet(depths: [1, 3, 6, 6], widths: [48, 104, 208, 440], group: 8, squeeze: 0.25)
network RegNetY_800MF = RegNet(depths: [1, 3, 8, 2], widths: [64, 144, 320, 784], group: 16, squeeze: 0.25)
network RegNetY_1_6GF = RegNet(depths: [2, 6, 17, 2], widths: [48, 120, 336, 888], group: 24, squeeze: 0.25)
network RegNetY_3_2GF = RegNet(depths: [2, 5, 13, 1], widths: [72, 216, 576, 1512], group: 24, squeeze: 0.25)
network RegNetY_8GF   = RegNet(depths: [2, 4, 10, 1], widths: [224, 448, 896, 2016], group: 56, squeeze: 0.25)
