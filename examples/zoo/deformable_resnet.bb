## Deformable ConvNets v2 (Zhu et al., 2019).
##
## Section 3.1 and table 1, "dconv@c3~c5": ResNet-50 as the backbone of a detector, in whose last three stages the 3 x 3
## windows look where an ordinary convolution says, and weigh what they see (equation 1). What comes out are the
## stages that a pyramid takes. Names are those of MMDetection's published detectors, of which this is the part
## `backbone`.

import "resnet.bb"

# Offsets of the nine places of the window, y and x in turn, and nine weights.
block Bent(width: int, stride: int) : [c, h, w] -> [4 * width, ceil(h / stride), ceil(w / stride)] {
  add {
    | {
        conv1: conv(width, 1, bias: false)
        bn1:   bn
        relu as x
        conv2_offset: conv(3 * 3 * 3, 3, stride: stride, padding: 1)
        split(18, 9) as (offsets, modulation)
        modulation -> sigmoid as mask
        conv2: deform_conv(x, offsets, width, 3, stride: stride, padding: 1, bias: false, mask: mask)
        bn2:   bn
        relu
        conv3: conv(4 * width, 1, bias: false)
        bn3:   bn
      }
    | if stride != 1 or c != 4 * width { downsample: Shortcut(4 * width, stride) }
  }
  relu
}

network DeformableResNet(depths: list, size: int = 800) {
  checkpoint(
    prefix: "backbone.",
    ignore: ["neck.*", "rpn_head.*", "roi_head.*"],
    rename: ["conv2.conv_offset" -> "conv2_offset"]
  )
  input image: [3, size, size] preprocess(resize: size, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])

  conv1: conv(64, 7, stride: 2, padding: 3, bias: false)
  bn1:   bn
  relu
  max_pool(3, stride: 2, padding: 1)
  layer1: repeat depths[0] { Bottleneck(64) } as c2
  layer2: repeat i in 0..depths[1] { Bent(128, stride: if i == 0 then 2 else 1) } as c3
  layer3: repeat i in 0..depths[2] { Bent(256, stride: if i == 0 then 2 else 1) } as c4
  layer4: repeat i in 0..depths[3] { Bent(512, stride: if i == 0 then 2 else 1) } as c5
  output c2, c3, c4, c5
}

network DeformableResNet50 = DeformableResNet(depths: [3, 4, 6, 3])
