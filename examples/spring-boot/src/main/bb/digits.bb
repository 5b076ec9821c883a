## The digit reader of the tutorial in examples/digits, whose scores have names here.

## A convolution that keeps the image's size (a stride of 2 halves it), then batch normalisation.
block ConvBn(out: int, kernel: int, stride: int = 1, groups: int = 1) : [c, h, w] -> [out, ceil(h / stride), ceil(w / stride)] {
  conv: conv(out, kernel, stride: stride, padding: kernel // 2, groups: groups, bias: false)
  bn:   bn
}

## A convolution in two cheap halves (MobileNet's): one filter per channel, then a mix of the channels.
block Separable(out: int, stride: int = 1) : [c, h, w] -> [out, ceil(h / stride), ceil(w / stride)] {
  depthwise: ConvBn(c, 5, stride: stride, groups: c)
  relu
  pointwise: ConvBn(out, 1)
  relu
}

## Two convolutions learn what to add to what came in (ResNet's). Each `|` is a branch.
block Residual : [c, h, w] -> [c, h, w] {
  add {
    | identity
    | { conv1: ConvBn(c, 3); relu; conv2: ConvBn(c, 3) }
  }
  relu
}

network Digits {
  # Pixels come as 0 to 1; the network wants (pixel - mean) / std.
  input image: [1, 28, 28] preprocess(mean: [0.5], std: [0.25])

  stem: ConvBn(16, 3)                             # [16, 28, 28]
  relu
  max_pool(2)                                     # [16, 14, 14]

  stage1: { Separable(32);            Residual }  # [32, 14, 14]
  stage2: { Separable(64, stride: 2); Residual }  # [64, 7, 7]

  global_avg_pool                                 # [64, 1, 1]
  flatten                                         # [64]
  dropout(0.1)                                    # does nothing after training
  fc: linear(10)                                  # one score per digit
  output it labels: ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]

  # A promise that the compiler keeps: `bbc check` fails when it is broken.
  assert params < 100K, "the weights fit in 400 kB"
}
