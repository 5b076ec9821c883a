## ImageNet classification with deep convolutional neural networks (Krizhevsky et al., 2012).
##
## Four forms. `AlexNetOriginal` is the paper's figure 2: two towers that meet at the third
## convolution, local response normalisation, 60 million parameters. `AlexNetUngrouped` is the same
## with both towers joined. `AlexNet` is the form most checkpoints have (One weird trick for
## parallelizing convolutional neural networks, Krizhevsky, 2014): narrower, no normalisation, any
## input size. `AlexNetSmall` is the one-channel textbook form (Dive into Deep Learning).

import "../labels/imagenet.bb"

# The paper's normalisation (section 3.3) adds up the squares of n = 5 channels; `lrn` takes their
# mean. So the paper's alpha = 1e-4 is 5 * 1e-4 here.
block ResponseNorm : [c, h, w] -> [c, h, w] {
  lrn(5, alpha: 5e-4, beta: 0.75, k: 2)
}

# The paper says 224 x 224; its numbers (55 x 55 after the first layer) need 227 x 227.
network AlexNetOriginal(towers: int = 2, hidden: int = 4096, classes: int = 1000) {
  input image: [3, 227, 227] preprocess(resize: 256, mean: [0.485, 0.456, 0.406], std: [1 / 255, 1 / 255, 1 / 255])

  conv1: conv(96, 11, stride: 4)                        # [96, 55, 55]
  relu
  ResponseNorm
  max_pool(3, stride: 2)                                # [96, 27, 27]

  conv2: conv(256, 5, padding: 2, groups: towers)
  relu
  ResponseNorm
  max_pool(3, stride: 2)                                # [256, 13, 13]

  conv3: conv(384, 3, padding: 1)                       # the towers meet
  relu
  conv4: conv(384, 3, padding: 1, groups: towers)
  relu
  conv5: conv(256, 3, padding: 1, groups: towers)  # bb: allow(unmixed-groups): the two towers meet in the linear layers behind
  relu
  max_pool(3, stride: 2)                                # [256, 6, 6]

  flatten
  fc6: linear(hidden)
  relu
  dropout(0.5)
  fc7: linear(hidden)
  relu
  dropout(0.5)
  fc8: linear(classes)
  if classes == 1000 { output it labels: IMAGENET }
}

network AlexNetUngrouped = AlexNetOriginal(towers: 1)

network AlexNet(hidden: int = 4096, classes: int = 1000, size: int = 224) {
  input image: [3, size, size] preprocess(resize: size * 8 // 7, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])

  features: {
    conv(64, 11, stride: 4, padding: 2)
    relu
    max_pool(3, stride: 2)
    conv(192, 5, padding: 2)
    relu
    max_pool(3, stride: 2)
    conv(384, 3, padding: 1)
    relu
    conv(256, 3, padding: 1)
    relu
    conv(256, 3, padding: 1)
    relu
    max_pool(3, stride: 2)
  }
  avgpool: adaptive_avg_pool(6)
  flatten
  classifier: {
    dropout(0.5)
    linear(hidden)
    relu
    dropout(0.5)
    linear(hidden)
    relu
    linear(classes)
  }
  if classes == 1000 { output it labels: IMAGENET }
}

network AlexNetSmall(classes: int = 10) {
  input image: [1, 224, 224]

  net: {
    conv(96, 11, stride: 4, padding: 1)
    relu
    max_pool(3, stride: 2)
    conv(256, 5, padding: 2)
    relu
    max_pool(3, stride: 2)
    conv(384, 3, padding: 1)
    relu
    conv(384, 3, padding: 1)
    relu
    conv(256, 3, padding: 1)
    relu
    max_pool(3, stride: 2)
    flatten
    linear(4096)
    relu
    dropout(0.5)
    linear(4096)
    relu
    dropout(0.5)
    linear(classes)
  }
}
