## Inception-v4, Inception-ResNet and the impact of residual connections on learning (Szegedy et al.,
## 2016): Inception-ResNet-v2.
##
## Figure 15 with figures 16 to 19 for its parts: the branches of an Inception module, brought to the
## width of what came in by a 1 x 1 convolution without normalisation, are scaled down and added to it
## (section 3.3). This is the form of the published TensorFlow and timm models, which differ from the
## figures: the stem is that of Inception v3 with one module (`mixed_5b`) behind it, there are 10, 20
## and 10 modules, of which the last has no activation, and their outputs have 320, 1088 and 2080
## channels.

import "../labels/imagenet.bb"

block ConvBn(out: int, kernel: int, stride: int = 1, padding: int = 0) {
  conv: conv(out, kernel, stride: stride, padding: padding, bias: false)
  bn:   bn(eps: 1e-3)
  relu
}

# The two halves of a factorised n x n convolution.
block Row(out: int, n: int) : [c, h, w] -> [out, h, w] {
  conv: conv(out, (1, n), padding: (0, n // 2), bias: false)
  bn:   bn(eps: 1e-3)
  relu
}

block Column(out: int, n: int) : [c, h, w] -> [out, h, w] {
  conv: conv(out, (n, 1), padding: (n // 2, 0), bias: false)
  bn:   bn(eps: 1e-3)
  relu
}

# After the stem.
block Mixed5b : [c, h, w] -> [320, h, w] {
  concat {
    | branch0: ConvBn(96, 1)
    | branch1: { ConvBn(48, 1); ConvBn(64, 5, padding: 2) }
    | branch2: { ConvBn(64, 1); ConvBn(96, 3, padding: 1); ConvBn(96, 3, padding: 1) }
    | branch3: { avg_pool(3, stride: 1, padding: 1, count_include_pad: false); ConvBn(64, 1) }
  }
}

# Figure 16, at 35 x 35.
block ResidualA(factor: float) : [c, h, w] -> [c, h, w] {
  add {
    | identity
    | {
        concat {
          | branch0: ConvBn(32, 1)
          | branch1: { ConvBn(32, 1); ConvBn(32, 3, padding: 1) }
          | branch2: { ConvBn(32, 1); ConvBn(48, 3, padding: 1); ConvBn(64, 3, padding: 1) }
        }
        conv2d: conv(c, 1)
        affine(scale: factor)
      }
  }
  relu
}

# Figure 7, with k, l, m, n = 256, 256, 384, 384.
block ReductionA : [c, h, w] -> [768 + c, (h - 1) // 2, (w - 1) // 2] {
  concat {
    | branch0: ConvBn(384, 3, stride: 2)
    | branch1: { ConvBn(256, 1); ConvBn(256, 3, padding: 1); ConvBn(384, 3, stride: 2) }
    | max_pool(3, stride: 2)
  }
}

# Figure 17, at 17 x 17.
block ResidualB(factor: float) : [c, h, w] -> [c, h, w] {
  add {
    | identity
    | {
        concat {
          | branch0: ConvBn(192, 1)
          | branch1: { ConvBn(128, 1); Row(160, 7); Column(192, 7) }
        }
        conv2d: conv(c, 1)
        affine(scale: factor)
      }
  }
  relu
}

# Figure 18.
block ReductionB : [c, h, w] -> [992 + c, (h - 1) // 2, (w - 1) // 2] {
  concat {
    | branch0: { ConvBn(256, 1); ConvBn(384, 3, stride: 2) }
    | branch1: { ConvBn(256, 1); ConvBn(288, 3, stride: 2) }
    | branch2: { ConvBn(256, 1); ConvBn(288, 3, padding: 1); ConvBn(320, 3, stride: 2) }
    | max_pool(3, stride: 2)
  }
}

# Figure 19, at 8 x 8.
block ResidualC(factor: float, act: layer = relu) : [c, h, w] -> [c, h, w] {
  add {
    | identity
    | {
        concat {
          | branch0: ConvBn(192, 1)
          | branch1: { ConvBn(192, 1); Row(224, 3); Column(256, 3) }
        }
        conv2d: conv(c, 1)
        affine(scale: factor)
      }
  }
  act
}

network InceptionResNetV2(size: int = 299, classes: int = 1000) {
  input image: [3, size, size] preprocess(resize: 333, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5], interpolation: bicubic)

  conv2d_1a: ConvBn(32, 3, stride: 2)                         # [32, 149, 149]
  conv2d_2a: ConvBn(32, 3)                                    # [32, 147, 147]
  conv2d_2b: ConvBn(64, 3, padding: 1)
  max_pool(3, stride: 2)                                      # [64, 73, 73]
  conv2d_3b: ConvBn(80, 1)
  conv2d_4a: ConvBn(192, 3)                                   # [192, 71, 71]
  max_pool(3, stride: 2)                                      # [192, 35, 35]
  mixed_5b:  Mixed5b                                          # [320, 35, 35]
  "repeat":  repeat 10 { ResidualA(factor: 0.17) }
  mixed_6a:  ReductionA                                       # [1088, 17, 17]
  repeat_1:  repeat 20 { ResidualB(factor: 0.1) }
  mixed_7a:  ReductionB                                       # [2080, 8, 8]
  repeat_2:  repeat 9 { ResidualC(factor: 0.2) }
  block8:    ResidualC(factor: 1.0, act: identity)
  conv2d_7b: ConvBn(1536, 1)                                  # [1536, 8, 8]
  global_avg_pool
  flatten
  dropout(0.2)
  classif: linear(classes)
  if classes == 1000 { output it labels: IMAGENET }
}
