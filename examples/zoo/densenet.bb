## Densely connected convolutional networks (Huang et al., 2016).
##
## Table 1, the form with bottlenecks and compression (DenseNet-BC): in a block every layer sees what
## all layers before it made, because each puts its own channels (`growth` of them) beside what came
## in. Between blocks a transition halves channels and image.

import "../labels/imagenet.bb"

# BN - ReLU - 1x1 - BN - ReLU - 3x3; the 1 x 1 is the bottleneck, four times as wide as the growth.
block DenseLayer(growth: int) : [c, h, w] -> [c + growth, h, w] {
  concat {
    | identity
    | {
        norm1: bn
        relu
        conv1: conv(4 * growth, 1, bias: false)
        norm2: bn
        relu
        conv2: conv(growth, 3, padding: 1, bias: false)
      }
  }
}

block Transition : [c, h, w] -> [c // 2, h // 2, w // 2] {
  norm: bn
  relu
  conv: conv(c // 2, 1, bias: false)
  avg_pool(2)
}

network DenseNet(depths: list, growth: int = 32, stem: int = 64, classes: int = 1000, size: int = 224) {
  # as the first published files have it
  checkpoint(rename: ["norm.1" -> "norm1", "norm.2" -> "norm2", "conv.1" -> "conv1", "conv.2" -> "conv2"])
  input image: [3, size, size] preprocess(resize: size * 8 // 7, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])

  features: {
    conv0: conv(stem, 7, stride: 2, padding: 3, bias: false)  # [stem, 112, 112]
    norm0: bn
    relu
    max_pool(3, stride: 2, padding: 1)                        # [stem, 56, 56]

    repeat (b, n) in enumerate(depths) {
      "denseblock{b + 1}": repeat i in 0..n {
        "denselayer{i + 1}": DenseLayer(growth)
      }
      if b + 1 < len(depths) { "transition{b + 1}": Transition }
    }
    norm5: bn
  }
  relu
  global_avg_pool
  flatten
  classifier: linear(classes)
  if classes == 1000 { output it labels: IMAGENET }
}

network DenseNet121 = DenseNet(depths: [6, 12, 24, 16])
network DenseNet169 = DenseNet(depths: [6, 12, 32, 32])
network DenseNet201 = DenseNet(depths: [6, 12, 48, 32])
network DenseNet161 = DenseNet(depths: [6, 12, 36, 24], growth: 48, stem: 96)

# Table 1's deepest column, and the wider one of the authors' repository (DenseNet-cosine-264).
network DenseNet264    = DenseNet(depths: [6, 12, 64, 48])
network DenseNet264K48 = DenseNet(depths: [6, 12, 64, 48], growth: 48, stem: 96)
