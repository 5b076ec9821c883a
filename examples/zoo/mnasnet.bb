## MnasNet: platform-aware neural architecture search for mobile (Tan et al., 2018).
##
## The B1 form, without squeeze-and-excitation, as torchvision publishes it: `width` is the paper's depth
## multiplier, which scales all channels but the last.

import "../labels/imagenet.bb"

# Figure 7: MobileNetV2's inverted residual with a kernel of its own.
block InvertedResidual(out: int, kernel: int, stride: int, expand: int) : [c, h, w] -> [out, ceil(h / stride), ceil(w / stride)] {
  let mid = expand * c
  add {
    | identity when stride == 1 and c == out
    | layers: {
        conv(mid, 1, bias: false); bn; relu
        conv(mid, kernel, stride: stride, padding: kernel // 2, groups: mid, bias: false); bn; relu
        conv(out, 1, bias: false); bn
      }
  }
}

network MNASNet(width: float, classes: int = 1000, size: int = 224) {
  input image: [3, size, size] preprocess(resize: size * 8 // 7, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])

  let stem = round_to(32 * width, 8)
  layers: {
    conv(stem, 3, stride: 2, padding: 1, bias: false); bn; relu        # [32, 112, 112]
    conv(stem, 3, padding: 1, groups: stem, bias: false); bn; relu
    conv(round_to(16 * width, 8), 1, bias: false); bn                  # [16, 112, 112]
    #                                   expand, kernel, channels, layers, stride
    repeat (stage, (t, k, c, n, s)) in enumerate([
      (3, 3,  24, 3, 2),                                               # [24, 56, 56]
      (3, 5,  40, 3, 2),                                               # [40, 28, 28]
      (6, 5,  80, 3, 2),                                               # [80, 14, 14]
      (6, 3,  96, 2, 1),                                               # [96, 14, 14]
      (6, 5, 192, 4, 2),                                               # [192, 7, 7]
      (6, 3, 320, 1, 1),                                               # [320, 7, 7]
    ]) {
      "{stage + 8}": repeat i in 0..n {
        InvertedResidual(round_to(c * width, 8), k, stride: if i == 0 then s else 1, expand: t)
      }
    }
    conv(1280, 1, bias: false); bn; relu                               # [1280, 7, 7]
  }
  global_avg_pool
  flatten
  classifier: { dropout(0.2); linear(classes) }
  if classes == 1000 { output it labels: IMAGENET }
}

network MNASNet0_5  = MNASNet(width: 0.5)
network MNASNet0_75 = MNASNet(width: 0.75)
network MNASNet1_0  = MNASNet(width: 1.0)
network MNASNet1_3  = MNASNet(width: 1.3)
