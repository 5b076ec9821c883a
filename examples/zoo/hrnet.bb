## Deep high-resolution representation learning for visual recognition (Wang et al., 2019).
##
## Figure 2: branches of a half, a quarter and an eighth of the resolution join the first one, and all exchange
## what they see, again and again; `width` is that of the first branch, and each further one has twice as
## much. The head is that of figure 4(d) for classification. Names and form are timm's.

import "../labels/imagenet.bb"
import "resnet.bb"

block ConvBn(out: int, stride: int = 1, bias: bool = false) : [c, h, w] -> [out, ceil(h / stride), ceil(w / stride)] {
  conv(out, 3, stride: stride, padding: 1, bias: bias)  # bb: allow(bias-before-norm): the published layers have biases
  bn
  relu
}

# Figure 3: branch j as branch i needs it: strided convolutions on the way down, nearest pixels on the way up.
block Resample(j: int, i: int, width: int) {
  if j > i {
    conv(width * 2 ** i, 1, bias: false)
    bn
    upsample(2 ** (j - i))
  }
  repeat k in j..i {
    "{k - j}": {
      conv(if k == i - 1 then width * 2 ** i else width * 2 ** j, 3, stride: 2, padding: 1, bias: false)
      bn
      if k < i - 1 { relu }
    }
  }
}

# Some residual units on each of `n` branches, then every branch becomes the sum of all.
block Exchange(n: int, width: int) {
  let x = it
  repeat i in 0..n {
    x[i] -> "branches.{i}": repeat 4 { Basic(width * 2 ** i) } as y[i]
  }
  repeat i in 0..n {
    y[0] -> "fuse_layers.{i}.0": Resample(0, i, width)
    repeat j in 1..n {
      add {  # bb: allow(unaligned-branches): strided convolutions and nearest pixels shift, as published
        | identity
        | y[j] -> "fuse_layers.{i}.{j}": Resample(j, i, width)
      }
    }
    relu as z[i]
  }
  z
}

network HRNet(width: int, classes: int = 1000, size: int = 224) {
  input image: [3, size, size] preprocess(resize: size * 8 // 7, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])

  conv1: conv(64, 3, stride: 2, padding: 1, bias: false)
  bn1:   bn
  relu
  conv2: conv(64, 3, stride: 2, padding: 1, bias: false)
  bn2:   bn
  relu
  layer1: repeat 4 { Bottleneck(64) }                         # [256, 56, 56]

  parallel {
    | "transition1.0": ConvBn(width)                          # [18, 56, 56] in W18
    | "transition1.1.0": ConvBn(2 * width, stride: 2)         # [36, 28, 28]
  }
  stage2: repeat 1 { Exchange(2, width) } as a
  parallel {
    | a[0]
    | a[1]
    | a[1] -> "transition2.2.0": ConvBn(4 * width, stride: 2) # [72, 14, 14]
  }
  stage3: repeat 4 { Exchange(3, width) } as b
  parallel {
    | b[0]
    | b[1]
    | b[2]
    | b[2] -> "transition3.3.0": ConvBn(8 * width, stride: 2) # [144, 7, 7]
  }
  stage4: repeat 3 { Exchange(4, width) } as c

  repeat i in 0..4 {
    c[i] -> "incre_modules.{i}": { Bottleneck(32 * 2 ** i) } as wide[i]
  }
  wide[0]
  repeat i in 1..4 {
    "downsamp_modules.{i - 1}": ConvBn(128 * 2 ** i, stride: 2, bias: true) as down
    add(wide[i], down)  # bb: allow(unaligned-branches): strided convolutions and nearest pixels shift, as published
  }
  # bb: allow(bias-before-norm): the published layer has a bias
  final_layer: { conv(2048, 1); bn; relu }                    # [2048, 7, 7]
  global_avg_pool
  flatten
  classifier: linear(classes)
  if classes == 1000 { output it labels: IMAGENET }
}

network HRNetW18 = HRNet(width: 18)
network HRNetW32 = HRNet(width: 32)
