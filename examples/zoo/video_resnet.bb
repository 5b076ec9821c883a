## A closer look at spatiotemporal convolutions for action recognition (Tran et al., 2018).
##
## Figure 1: residual networks of clips. `R3D18` convolves over frames and pixels at once, `MC3_18` does in its first
## stage only and then works on each frame, and `R2Plus1D18` always does one after the other, with as many channels
## between as give it the parameters of `R3D18`. Names are torchvision's.

# Over frames and pixels. What stands between two filters is for those that are factored.
# bb: allow(unused-parameter): what stands between two filters is for factored ones
inline block Full(out: int, mid: int, stride: (int, int)) {
  conv3d(out, 3, stride: (stride[0], stride[1], stride[1]), padding: 1, bias: false)
}

# Over the pixels of each frame.
# bb: allow(unused-parameter): what stands between two filters is for factored ones
inline block Frames(out: int, mid: int, stride: (int, int)) {
  conv3d(out, (1, 3, 3), stride: (stride[0], stride[1], stride[1]), padding: (0, 1, 1), bias: false)
}

# Over the pixels of each frame, then over the frames.
block Factored(out: int, mid: int, stride: (int, int)) {
  conv3d(mid, (1, 3, 3), stride: (1, stride[1], stride[1]), padding: (0, 1, 1), bias: false)
  bn
  relu
  conv3d(out, (3, 1, 1), stride: (stride[0], 1, 1), padding: (1, 0, 0), bias: false)
}

block Unit(convolution: layer, out: int, stride: (int, int)) : [c, d, h, w] -> [out, ceil(d / stride[0]), ceil(h / stride[1]), ceil(w / stride[1])] {
  # With these, the two filters of a factored convolution have as many weights as a full one.
  let mid = c * out * 27 // (9 * c + 3 * out)
  add {
    | {
        conv1: { convolution(out, mid, stride); bn; relu }
        conv2: { convolution(out, mid, (1, 1)); bn }
      }
    | if stride != (1, 1) or c != out {
        downsample: { conv3d(out, 1, stride: (stride[0], stride[1], stride[1]), bias: false); bn }
      }
  }
  relu
}

inline block Stem {
  conv3d(64, (3, 7, 7), stride: (1, 2, 2), padding: (1, 3, 3), bias: false)
  bn
  relu
}

inline block FactoredStem {
  conv3d(45, (1, 7, 7), stride: (1, 2, 2), padding: (0, 3, 3), bias: false)
  bn
  relu
  conv3d(64, (3, 1, 1), padding: (1, 0, 0), bias: false)
  bn
  relu
}

network VideoResNet(stem: layer, first: layer, others: layer, pace: int = 2, frames: int = 16, size: int = 112, classes: int = 400) {
  input clip: [3, frames, size, size]

  stem: stem

  # Each stage but the first halves the image, and the clip `pace` times, and doubles the width.
  repeat stage in 0..4 {
    "layer{stage + 1}": repeat i in 0..2 {
      Unit(if stage == 0 then first else others, 64 * 2 ** stage, if i == 0 and stage > 0 then (pace, 2) else (1, 1))
    }
  }

  global_avg_pool
  flatten
  fc: linear(classes)
}

network R3D18      = VideoResNet(Stem, Full, Full)
network MC3_18     = VideoResNet(Stem, Full, Frames, pace: 1)
network R2Plus1D18 = VideoResNet(FactoredStem, Factored, Factored)
