## Batch normalization: accelerating deep network training by reducing internal covariate shift
## (Ioffe and Szegedy, 2015): BN-Inception, also called Inception v2.
##
## The paper's last table, row by row. Against GoogLeNet the 5 x 5 convolution has become two 3 x 3,
## every convolution is normalised, most units average where GoogLeNet takes a maximum, and units
## with stride 2 stand where its pools stood. This is the form of the published Caffe and PyTorch
## models: the pools of 4c and 4d are projected to 128 channels, where the paper says 96.
##
## `BNInception` has the biases that those models keep before every normalisation, where they do
## nothing; `BNInceptionNoBias` leaves them out. `gate` is what SENet puts after each unit.

import "../labels/imagenet.bb"

block NormConv(out: int, kernel: int, bias: bool, stride: int = 1, padding: int = kernel // 2) : [c, h, w] -> [out, ceil(h / stride), ceil(w / stride)] {
  conv: conv(out, kernel, stride: stride, padding: padding, bias: bias)  # bb: allow(bias-before-norm): the published layers have biases
  bn:   bn
  relu
}

# `c3` and `d3` are the reduction before the single and the double 3 x 3, and the 3 x 3 themselves.
block Unit(c1: int, c3: (int, int), d3: (int, int), pool: layer, project: int, bias: bool, gate: layer) : [c, h, w] -> [c1 + c3[1] + d3[1] + project, h, w] {
  branches: concat {
    | branch1: NormConv(c1, 1, bias)
    | branch2: { conv1: NormConv(c3[0], 1, bias); conv2: NormConv(c3[1], 3, bias) }
    | branch3: { conv1: NormConv(d3[0], 1, bias); conv2: NormConv(d3[1], 3, bias); conv3: NormConv(d3[1], 3, bias) }
    | branch4: { pool(3, stride: 1, padding: 1, ceil: true); conv: NormConv(project, 1, bias) }
  }
  gate
}

# A unit with stride 2 has no 1 x 1 branch, and passes its pool on as it is.
block Reduction(c3: (int, int), d3: (int, int), bias: bool, gate: layer) : [c, h, w] -> [c3[1] + d3[1] + c, h // 2, w // 2] {
  branches: concat {  # bb: allow(unaligned-branches): the pool has no padding and the convolutions have, as published
    | branch1: { conv1: NormConv(c3[0], 1, bias); conv2: NormConv(c3[1], 3, bias, stride: 2) }
    | branch2: { conv1: NormConv(d3[0], 1, bias); conv2: NormConv(d3[1], 3, bias); conv3: NormConv(d3[1], 3, bias, stride: 2) }
    | branch3: max_pool(3, stride: 2, ceil: true)
  }
  gate
}

network BNInception(bias: bool = true, gate: layer = identity, classes: int = 1000, size: int = 224) {
  input image: [3, size, size] preprocess(resize: size * 8 // 7, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])

  features: {
    init_block: {
      conv1: NormConv(64, 7, bias, stride: 2)                                   # [64, 112, 112]
      max_pool(3, stride: 2, ceil: true)                                        # [64, 56, 56]
      conv2: { conv1: NormConv(64, 1, bias); conv2: NormConv(192, 3, bias) }
      max_pool(3, stride: 2, ceil: true)                                        # [192, 28, 28]
    }
    #                     1x1   3x3         double 3x3  pool
    stage1: {
      unit1: Unit(         64, (64,  64),  (64,   96), avg_pool,  32, bias, gate)
      unit2: Unit(         64, (64,  96),  (64,   96), avg_pool,  64, bias, gate)
    }
    stage2: {
      unit1: Reduction(        (128, 160), (64,   96),                bias, gate)  # [576, 14, 14]
      unit2: Unit(        224, (64,  96),  (96,  128), avg_pool, 128, bias, gate)
      unit3: Unit(        192, (96,  128), (96,  128), avg_pool, 128, bias, gate)
      unit4: Unit(        160, (128, 160), (128, 160), avg_pool, 128, bias, gate)
      unit5: Unit(         96, (128, 192), (160, 192), avg_pool, 128, bias, gate)
    }
    stage3: {
      unit1: Reduction(        (128, 192), (192, 256),                bias, gate)  # [1056, 7, 7]
      unit2: Unit(        352, (192, 320), (160, 224), avg_pool, 128, bias, gate)
      unit3: Unit(        352, (192, 320), (192, 224), max_pool, 128, bias, gate)
    }
    global_avg_pool
  }
  flatten
  "output": linear(classes)
  if classes == 1000 { output it labels: IMAGENET }
}

network BNInceptionNoBias = BNInception(bias: false)
