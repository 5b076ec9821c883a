## Squeeze-and-excitation networks (Hu et al., 2017).
##
## Figures 2 and 3: a unit's channels are weighed by a gate that is computed from all of them, before
## the skip is added. Table 1 puts gates into ResNet-50 and ResNeXt-50, section 6 into Inception, and
## the appendix makes SENet-154.
##
## The `Caffe` forms and the networks below them are the authors' own models, under the names of the
## PyTorch checkpoints converted from them. There the stem's pool is unpadded and rounds up, and in
## SE-ResNet the stride sits on the first 1 x 1, as in the ResNet paper. `SEResNet50` is the form of
## resnet.bb ("v1.5") with gates. SE-BN-Inception has no biases before its normalisations.

import "../labels/imagenet.bb"
import "resnet.bb"
import "inception_v2.bb"

# Figure 3: the ResNet unit with a gate of a sixteenth of its channels.
block SEBottleneck(width: int, stride: int = 1) : [c, h, w] -> [4 * width, ceil(h / stride), ceil(w / stride)] {
  add {
    | {
        conv1: conv(width, 1, bias: false)
        bn1:   bn
        relu
        conv2: conv(width, 3, stride: stride, padding: 1, bias: false)
        bn2:   bn
        relu
        conv3: conv(4 * width, 1, bias: false)
        bn3:   bn
        se:    SqueezeExcite(4 * width // 16)
      }
    | if stride != 1 or c != 4 * width { downsample: Shortcut(4 * width, stride) }
  }
  relu
}

network SEResNet50 = ResNet(SEBottleneck, depths: [3, 4, 6, 3])

# The authors' unit: the 1 x 1 has `mid` channels, the 3 x 3 has `wide` channels in `groups`. `early`
# puts the stride on the former; `skip` is the kernel of the skip's convolution.
block SEUnit(out: int, mid: int, wide: int, groups: int, stride: int, early: bool, skip: int) : [c, h, w] -> [out, ceil(h / stride), ceil(w / stride)] {
  add {
    | {
        conv1: conv(mid, 1, stride: if early then stride else 1, bias: false)  # bb: allow(strided-pointwise): the stride is at the 1x1, as published
        bn1:   bn
        relu
        conv2: conv(wide, 3, stride: if early then 1 else stride, padding: 1, groups: groups, bias: false)
        bn2:   bn
        relu
        conv3: conv(out, 1, bias: false)
        bn3:   bn
        se_module: SqueezeExcite(out // 16)
      }
    | if stride != 1 or c != out {
        downsample: { conv(out, skip, stride: stride, padding: skip // 2, bias: false); bn }  # bb: allow(strided-pointwise): the stride is at the 1x1, as published
      }
  }
  relu
}

# SENet-154 is a ResNeXt of 64 groups with half the 1 x 1 ("narrow" against "wide"), three 3 x 3 for
# the stem and 3 x 3 convolutions in the skips.
network SENet(depths: list, narrow: int, wide: int, groups: int, early: bool = false, threes: bool = false, classes: int = 1000, size: int = 224) {
  input image: [3, size, size] preprocess(resize: size * 8 // 7, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])

  layer0: {
    if threes {
      repeat (i, (out, stride)) in enumerate([(64, 2), (64, 1), (128, 1)]) {
        "conv{i + 1}": conv(out, 3, stride: stride, padding: 1, bias: false)
        "bn{i + 1}":   bn
        relu
      }
    } else {
      conv1: conv(64, 7, stride: 2, padding: 3, bias: false)
      bn1:   bn
      relu
    }
    max_pool(3, stride: 2, ceil: true)
  }

  repeat (stage, n) in enumerate(depths) {
    let width = 64 * 2 ** stage
    "layer{stage + 1}": repeat i in 0..n {
      SEUnit(
        4 * width,
        mid: narrow * width,
        wide: wide * width,
        groups: groups,
        stride: if i == 0 and stage > 0 then 2 else 1,
        early: early,
        skip: if threes and stage > 0 then 3 else 1
      )
    }
  }

  global_avg_pool
  flatten
  dropout(0.2)
  last_linear: linear(classes)
  if classes == 1000 { output it labels: IMAGENET }
}

network SEResNet50Caffe  = SENet(depths: [3, 4, 6, 3], narrow: 1, wide: 1, groups: 1, early: true)
network SEResNet101Caffe = SENet(depths: [3, 4, 23, 3], narrow: 1, wide: 1, groups: 1, early: true)
network SEResNet152Caffe = SENet(depths: [3, 8, 36, 3], narrow: 1, wide: 1, groups: 1, early: true)
network SEResNeXt50      = SENet(depths: [3, 4, 6, 3], narrow: 2, wide: 2, groups: 32)
network SEResNeXt101     = SENet(depths: [3, 4, 23, 3], narrow: 2, wide: 2, groups: 32)
network SENet154         = SENet(depths: [3, 8, 36, 3], narrow: 2, wide: 4, groups: 64, threes: true)

# Figure 2: the gate behind each Inception unit.
block InceptionGate : [c, h, w] -> [c, h, w] {
  se: SqueezeExcite(c // 16)
}

network SEBNInception = BNInception(bias: false, gate: InceptionGate)
