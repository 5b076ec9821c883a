## ShuffleNet V2: practical guidelines for efficient CNN architecture design (Ma et al., 2018).
##
## Table 5: a column for each complexity, from 0.5x to 2x, and one row of channels per stage. In a
## unit half of the channels pass untouched, and the shuffle mixes the halves. The names are those of
## the torchvision checkpoints.

import "../labels/imagenet.bb"

# The right branch of figures 3(c) and (d).
block Branch(out: int, stride: int) : [c, h, w] -> [out, ceil(h / stride), ceil(w / stride)] {
  conv(out, 1, bias: false)
  bn
  relu
  conv(out, 3, stride: stride, padding: 1, groups: out, bias: false)
  bn
  conv(out, 1, bias: false)
  bn
  relu
}

# Figure 3(c).
block Unit : [c, h, w] -> [c, h, w] {
  split(2) -> concat {
    | identity
    | branch2: Branch(c / 2, stride: 1)
  }
  shuffle(2)
}

# Figure 3(d): both branches get all channels and halve the image.
block Downsample(out: int) : [c, h, w] -> [out, ceil(h / 2), ceil(w / 2)] {
  concat {
    | branch1: {
        conv(c, 3, stride: 2, padding: 1, groups: c, bias: false)
        bn
        conv(out / 2, 1, bias: false)
        bn
        relu
      }
    | branch2: Branch(out / 2, stride: 2)
  }
  shuffle(2)
}

network ShuffleNetV2(widths: list, last: int = 1024, classes: int = 1000, size: int = 224) {
  input image: [3, size, size] preprocess(resize: size * 8 // 7, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])

  conv1: { conv(24, 3, stride: 2, padding: 1, bias: false); bn; relu }  # [24, 112, 112]
  max_pool(3, stride: 2, padding: 1)                                  # [24, 56, 56]
  repeat (i, (width, n)) in enumerate(zip(widths, [4, 8, 4])) {
    "stage{i + 2}": { Downsample(width); repeat n - 1 { Unit } }
  }
  conv5: { conv(last, 1, bias: false); bn; relu }                     # [1024, 7, 7]
  global_avg_pool
  flatten
  fc: linear(classes)
  if classes == 1000 { output it labels: IMAGENET }
}

network ShuffleNetV2_x0_5 = ShuffleNetV2(widths: [48, 96, 192])
network ShuffleNetV2_x1_0 = ShuffleNetV2(widths: [116, 232, 464])
network ShuffleNetV2_x1_5 = ShuffleNetV2(widths: [176, 352, 704])
network ShuffleNetV2_x2_0 = ShuffleNetV2(widths: [244, 488, 976], last: 2048)
