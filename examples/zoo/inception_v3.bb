## Rethinking the Inception architecture for computer vision (Szegedy et al., 2015): Inception v3.
##
## Table 1 with figures 5, 6 and 7 for its modules: 5 x 5 becomes two 3 x 3, 7 x 7 becomes 1 x 7 and
## 7 x 1, and the image is halved beside convolutions, not before them (figure 10). This is the form
## of the TensorFlow and torchvision checkpoints, which prints the numbers that the table leaves
## out: the first module of figure 5 has a 5 x 5, and the stem its pools. `InceptionV3Aux` has the
## auxiliary classifier (figure 8, normalised), which helps in training, as a second output.

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

# Figure 5.
block InceptionA(pool: int) : [c, h, w] -> [224 + pool, h, w] {
  concat {
    | branch1x1: ConvBn(64, 1)
    | { branch5x5_1: ConvBn(48, 1); branch5x5_2: ConvBn(64, 5, padding: 2) }
    | {
        branch3x3dbl_1: ConvBn(64, 1)
        branch3x3dbl_2: ConvBn(96, 3, padding: 1)
        branch3x3dbl_3: ConvBn(96, 3, padding: 1)
      }
    | { avg_pool(3, stride: 1, padding: 1); branch_pool: ConvBn(pool, 1) }
  }
}

# Figure 10, at 35 x 35.
block InceptionB : [c, h, w] -> [480 + c, (h - 1) // 2, (w - 1) // 2] {
  concat {
    | branch3x3: ConvBn(384, 3, stride: 2)
    | {
        branch3x3dbl_1: ConvBn(64, 1)
        branch3x3dbl_2: ConvBn(96, 3, padding: 1)
        branch3x3dbl_3: ConvBn(96, 3, stride: 2)
      }
    | max_pool(3, stride: 2)
  }
}

# Figure 6, n = 7; the factorised convolutions have `mid` channels.
block InceptionC(mid: int) : [c, h, w] -> [768, h, w] {
  concat {
    | branch1x1: ConvBn(192, 1)
    | { branch7x7_1: ConvBn(mid, 1); branch7x7_2: Row(mid, 7); branch7x7_3: Column(192, 7) }
    | {
        branch7x7dbl_1: ConvBn(mid, 1)
        branch7x7dbl_2: Column(mid, 7)
        branch7x7dbl_3: Row(mid, 7)
        branch7x7dbl_4: Column(mid, 7)
        branch7x7dbl_5: Row(192, 7)
      }
    | { avg_pool(3, stride: 1, padding: 1); branch_pool: ConvBn(192, 1) }
  }
}

# Figure 10, at 17 x 17.
block InceptionD : [c, h, w] -> [512 + c, (h - 1) // 2, (w - 1) // 2] {
  concat {
    | { branch3x3_1: ConvBn(192, 1); branch3x3_2: ConvBn(320, 3, stride: 2) }
    | {
        branch7x7x3_1: ConvBn(192, 1)
        branch7x7x3_2: Row(192, 7)
        branch7x7x3_3: Column(192, 7)
        branch7x7x3_4: ConvBn(192, 3, stride: 2)
      }
    | max_pool(3, stride: 2)
  }
}

# Figure 7: at 8 x 8 the factors stand side by side.
block InceptionE : [c, h, w] -> [2048, h, w] {
  concat {
    | branch1x1: ConvBn(320, 1)
    | {
        branch3x3_1: ConvBn(384, 1)
        concat { | branch3x3_2a: Row(384, 3) | branch3x3_2b: Column(384, 3) }
      }
    | {
        branch3x3dbl_1: ConvBn(448, 1)
        branch3x3dbl_2: ConvBn(384, 3, padding: 1)
        concat { | branch3x3dbl_3a: Row(384, 3) | branch3x3dbl_3b: Column(384, 3) }
      }
    | { avg_pool(3, stride: 1, padding: 1); branch_pool: ConvBn(192, 1) }
  }
}

block Auxiliary(classes: int) : [c, h, w] -> [classes] {
  avg_pool(5, stride: 3)                              # [768, 5, 5]
  conv0: ConvBn(128, 1)
  conv1: ConvBn(768, 5)                               # [768, 1, 1]
  global_avg_pool
  flatten
  fc: linear(classes)
}

network InceptionV3(auxiliary: bool = false, size: int = 299, classes: int = 1000) {
  checkpoint(ignore: ["AuxLogits.*"])  # the published file has the classifier
  input image: [3, size, size] preprocess(resize: 342, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])

  Conv2d_1a_3x3: ConvBn(32, 3, stride: 2)             # [32, 149, 149]
  Conv2d_2a_3x3: ConvBn(32, 3)                        # [32, 147, 147]
  Conv2d_2b_3x3: ConvBn(64, 3, padding: 1)
  max_pool(3, stride: 2)                              # [64, 73, 73]
  Conv2d_3b_1x1: ConvBn(80, 1)
  Conv2d_4a_3x3: ConvBn(192, 3)                       # [192, 71, 71]
  max_pool(3, stride: 2)                              # [192, 35, 35]
  Mixed_5b: InceptionA(pool: 32)
  Mixed_5c: InceptionA(pool: 64)
  Mixed_5d: InceptionA(pool: 64)
  Mixed_6a: InceptionB                                # [768, 17, 17]
  Mixed_6b: InceptionC(128)
  Mixed_6c: InceptionC(160)
  Mixed_6d: InceptionC(160)
  Mixed_6e: InceptionC(192) as middle
  if auxiliary { AuxLogits: Auxiliary(classes) as aux }
  middle -> Mixed_7a: InceptionD                      # [1280, 8, 8]
  Mixed_7b: InceptionE
  Mixed_7c: InceptionE                                # [2048, 8, 8]

  global_avg_pool
  dropout(0.5)
  flatten
  fc: linear(classes)
  if classes == 1000 { output it labels: IMAGENET } else { output it }
  if auxiliary { output aux }
}

network InceptionV3Aux = InceptionV3(auxiliary: true)
