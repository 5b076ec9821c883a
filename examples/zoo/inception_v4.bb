## Inception-v4, Inception-ResNet and the impact of residual connections on learning (Szegedy et al.,
## 2016): Inception-v4.
##
## Figure 9 with figures 3 to 8 for its parts. Convolutions marked V in the figures are unpadded. The
## names are those of the timm checkpoint, and as there normalisation has eps 1e-3 and the averages in
## the modules leave the padding out.

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

block Average : [c, h, w] -> [c, h, w] {
  avg_pool(3, stride: 1, padding: 1, count_include_pad: false)
}

# Figure 3, its three joins.
block Mixed3 {
  concat {
    | max_pool(3, stride: 2)
    | conv: ConvBn(96, 3, stride: 2)
  }
}

block Mixed4 {
  concat {
    | branch0: { ConvBn(64, 1); ConvBn(96, 3) }
    | branch1: { ConvBn(64, 1); Row(64, 7); Column(64, 7); ConvBn(96, 3) }
  }
}

block Mixed5 {
  concat {
    | conv: ConvBn(192, 3, stride: 2)
    | max_pool(3, stride: 2)
  }
}

# Figure 4.
block InceptionA : [c, h, w] -> [384, h, w] {
  concat {
    | branch0: ConvBn(96, 1)
    | branch1: { ConvBn(64, 1); ConvBn(96, 3, padding: 1) }
    | branch2: { ConvBn(64, 1); ConvBn(96, 3, padding: 1); ConvBn(96, 3, padding: 1) }
    | branch3: { Average; ConvBn(96, 1) }
  }
}

# Figure 7, with k, l, m, n = 192, 224, 256, 384.
block ReductionA : [c, h, w] -> [640 + c, (h - 1) // 2, (w - 1) // 2] {
  concat {
    | branch0: ConvBn(384, 3, stride: 2)
    | branch1: { ConvBn(192, 1); ConvBn(224, 3, padding: 1); ConvBn(256, 3, stride: 2) }
    | max_pool(3, stride: 2)
  }
}

# Figure 5.
block InceptionB : [c, h, w] -> [1024, h, w] {
  concat {
    | branch0: ConvBn(384, 1)
    | branch1: { ConvBn(192, 1); Row(224, 7); Column(256, 7) }
    | branch2: { ConvBn(192, 1); Column(192, 7); Row(224, 7); Column(224, 7); Row(256, 7) }
    | branch3: { Average; ConvBn(128, 1) }
  }
}

# Figure 8.
block ReductionB : [c, h, w] -> [512 + c, (h - 1) // 2, (w - 1) // 2] {
  concat {
    | branch0: { ConvBn(192, 1); ConvBn(192, 3, stride: 2) }
    | branch1: { ConvBn(256, 1); Row(256, 7); Column(320, 7); ConvBn(320, 3, stride: 2) }
    | max_pool(3, stride: 2)
  }
}

# Figure 6: at 8 x 8 the factors stand side by side.
block InceptionC : [c, h, w] -> [1536, h, w] {
  concat {
    | branch0: ConvBn(256, 1)
    | {
        branch1_0: ConvBn(384, 1)
        concat { | branch1_1a: Row(256, 3) | branch1_1b: Column(256, 3) }
      }
    | {
        branch2_0: ConvBn(384, 1)
        branch2_1: Column(448, 3)
        branch2_2: Row(512, 3)
        concat { | branch2_3a: Row(256, 3) | branch2_3b: Column(256, 3) }
      }
    | branch3: { Average; ConvBn(256, 1) }
  }
}

network InceptionV4(size: int = 299, classes: int = 1000) {
  input image: [3, size, size] preprocess(resize: 342, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5], interpolation: bicubic)

  features: {
    ConvBn(32, 3, stride: 2)                                  # [32, 149, 149]
    ConvBn(32, 3)                                             # [32, 147, 147]
    ConvBn(64, 3, padding: 1)
    Mixed3                                                    # [160, 73, 73]
    Mixed4                                                    # [192, 71, 71]
    Mixed5                                                    # [384, 35, 35]
    repeat 4 { InceptionA }
    ReductionA                                                # [1024, 17, 17]
    repeat 7 { InceptionB }
    ReductionB                                                # [1536, 8, 8]
    repeat 3 { InceptionC }
  }
  global_avg_pool
  flatten
  dropout(0.2)
  last_linear: linear(classes)
  if classes == 1000 { output it labels: IMAGENET }
}
