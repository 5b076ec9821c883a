## Going deeper with convolutions (Szegedy et al., 2014).
##
## The rows of table 1, in its order. This is the form of the published PyTorch checkpoint, which
## differs from the paper in three ways: batch normalisation stands where the paper has biases and
## local response normalisation, the third branch has a 3 x 3 where the paper has a 5 x 5 (a slip
## that the checkpoint made law), and pool4 is 2 x 2. The two auxiliary classifiers only help in
## training and are left out.

block ConvBn(out: int, kernel: int, stride: int = 1, padding: int = 0) : [c, h, w] -> [out, ceil(h / stride), ceil(w / stride)] {
  conv: conv(out, kernel, stride: stride, padding: padding, bias: false)
  bn:   bn(eps: 1e-3)
  relu
}

# Figure 2(b): `c3` and `c5` are the reduction before the convolution and the convolution itself.
block Inception(c1: int, c3: (int, int), c5: (int, int), pool: int) : [c, h, w] -> [c1 + c3[1] + c5[1] + pool, h, w] {
  concat {
    | branch1: ConvBn(c1, 1)
    | branch2: { ConvBn(c3[0], 1); ConvBn(c3[1], 3, padding: 1) }
    | branch3: { ConvBn(c5[0], 1); ConvBn(c5[1], 3, padding: 1) }
    | branch4: { max_pool(3, stride: 1, padding: 1, ceil: true); ConvBn(pool, 1) }
  }
}

network GoogLeNet(classes: int = 1000, size: int = 224) {
  input image: [3, size, size] preprocess(resize: size * 8 // 7, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])

  conv1: ConvBn(64, 7, stride: 2, padding: 3)                 # [64, 112, 112]
  max_pool(3, stride: 2, ceil: true)                          # [64, 56, 56]
  conv2: ConvBn(64, 1)
  conv3: ConvBn(192, 3, padding: 1)
  max_pool(3, stride: 2, ceil: true)                          # [192, 28, 28]

  #                      1x1   3x3         5x5        pool
  inception3a: Inception(64,  (96, 128),  (16, 32),   32)
  inception3b: Inception(128, (128, 192), (32, 96),   64)
  max_pool(3, stride: 2, ceil: true)                          # [480, 14, 14]
  inception4a: Inception(192, (96, 208),  (16, 48),   64)
  inception4b: Inception(160, (112, 224), (24, 64),   64)
  inception4c: Inception(128, (128, 256), (24, 64),   64)
  inception4d: Inception(112, (144, 288), (32, 64),   64)
  inception4e: Inception(256, (160, 320), (32, 128), 128)
  max_pool(2, stride: 2, ceil: true)                          # [832, 7, 7]
  inception5a: Inception(256, (160, 320), (32, 128), 128)
  inception5b: Inception(384, (192, 384), (48, 128), 128)

  global_avg_pool
  flatten
  dropout(0.2)
  fc: linear(classes)
}
