## Going deeper with convolutions (Szegedy et al., 2014).
##
## The rows of table 1, in its order. `GoogLeNet` is the form of the published PyTorch checkpoint,
## which differs from the paper in three ways: batch normalisation stands where the paper has biases
## and local response normalisation, the third branch has a 3 x 3 where the paper has a 5 x 5 (a slip
## that the checkpoint made law), and pool4 is 2 x 2. `GoogLeNetOriginal` is the paper's, called as in
## the Caffe model. The two auxiliary classifiers (section 5) only help in training; the forms that
## end in `Aux` have them as further outputs.

import "../labels/imagenet.bb"

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

# The auxiliary classifier on 4a and 4d. The checkpoint's averages into 4 x 4 bins.
block Auxiliary(classes: int) : [c, h, w] -> [classes] {
  adaptive_avg_pool(4)
  conv: ConvBn(128, 1)
  flatten
  fc1: linear(1024)
  relu
  dropout(0.7)
  fc2: linear(classes)
}

network GoogLeNet(auxiliary: bool = false, classes: int = 1000, size: int = 224) {
  checkpoint(ignore: ["aux1.*", "aux2.*"])  # the published file has both classifiers
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
  inception4a: Inception(192, (96, 208),  (16, 48),   64) as x4a
  inception4b: Inception(160, (112, 224), (24, 64),   64)
  inception4c: Inception(128, (128, 256), (24, 64),   64)
  inception4d: Inception(112, (144, 288), (32, 64),   64) as x4d
  inception4e: Inception(256, (160, 320), (32, 128), 128)
  max_pool(2, stride: 2, ceil: true)                          # [832, 7, 7]
  inception5a: Inception(256, (160, 320), (32, 128), 128)
  inception5b: Inception(384, (192, 384), (48, 128), 128) as x5b

  if auxiliary {
    x4a -> aux1: Auxiliary(classes) as first
    x4d -> aux2: Auxiliary(classes) as second
  }
  x5b -> global_avg_pool
  flatten
  dropout(0.2)
  fc: linear(classes)
  if classes == 1000 { output it labels: IMAGENET } else { output it }
  if auxiliary { output first, second }
}

network GoogLeNetAux = GoogLeNet(auxiliary: true)

# Figure 2(b).
block InceptionOriginal(c1: int, c3: (int, int), c5: (int, int), pool: int) : [c, h, w] -> [c1 + c3[1] + c5[1] + pool, h, w] {
  concat {
    | { "1x1": conv(c1, 1); relu }
    | { "3x3_reduce": conv(c3[0], 1); relu; "3x3": conv(c3[1], 3, padding: 1); relu }
    | { "5x5_reduce": conv(c5[0], 1); relu; "5x5": conv(c5[1], 5, padding: 2); relu }
    | { max_pool(3, stride: 1, padding: 1); pool_proj: conv(pool, 1); relu }
  }
}

block AuxiliaryOriginal(classes: int) : [c, h, w] -> [classes] {
  avg_pool(5, stride: 3)                                      # [c, 4, 4]
  conv: conv(128, 1)
  relu
  flatten
  fc: linear(1024)
  relu
  dropout(0.7)
  classifier: linear(classes)
}

network GoogLeNetOriginal(auxiliary: bool = false, classes: int = 1000) {
  input image: [3, 224, 224] preprocess(mean: [0.485, 0.456, 0.406], std: [1 / 255, 1 / 255, 1 / 255])

  conv1: conv(64, 7, stride: 2, padding: 3)                   # [64, 112, 112]
  relu
  max_pool(3, stride: 2, ceil: true)                          # [64, 56, 56]
  lrn(5)
  conv2_reduce: conv(64, 1)
  relu
  conv2: conv(192, 3, padding: 1)
  relu
  lrn(5)
  max_pool(3, stride: 2, ceil: true)                          # [192, 28, 28]

  #                                1x1   3x3         5x5        pool
  inception_3a: InceptionOriginal(64,  (96, 128),  (16, 32),   32)
  inception_3b: InceptionOriginal(128, (128, 192), (32, 96),   64)
  max_pool(3, stride: 2, ceil: true)                          # [480, 14, 14]
  inception_4a: InceptionOriginal(192, (96, 208),  (16, 48),   64) as x4a
  inception_4b: InceptionOriginal(160, (112, 224), (24, 64),   64)
  inception_4c: InceptionOriginal(128, (128, 256), (24, 64),   64)
  inception_4d: InceptionOriginal(112, (144, 288), (32, 64),   64) as x4d
  inception_4e: InceptionOriginal(256, (160, 320), (32, 128), 128)
  max_pool(3, stride: 2, ceil: true)                          # [832, 7, 7]
  inception_5a: InceptionOriginal(256, (160, 320), (32, 128), 128)
  inception_5b: InceptionOriginal(384, (192, 384), (48, 128), 128) as x5b

  if auxiliary {
    x4a -> loss1: AuxiliaryOriginal(classes) as first
    x4d -> loss2: AuxiliaryOriginal(classes) as second
  }
  x5b -> global_avg_pool
  flatten
  dropout(0.4)
  classifier: linear(classes)
  if classes == 1000 { output it labels: IMAGENET } else { output it }
  if auxiliary { output first, second }
}

network GoogLeNetOriginalAux = GoogLeNetOriginal(auxiliary: true)
