## Learning spatiotemporal features with 3D convolutional networks (Tran et al., 2015).
##
## Figure 3: eight convolutions and five pools over clips of 16 frames, of which the first pool keeps the frames
## apart. The classes are those of Sports-1M. Names are those of the networks that hold the published weights in
## PyTorch (DavideA/c3d-pytorch).

inline block Conv(label: string, out: int) : [c, d, h, w] -> [out, d, h, w] {
  "{label}": conv3d(out, 3, padding: 1)
  relu
}

network C3D(width: int = 64, hidden: int = 4096, size: int = 112, classes: int = 487) {
  input clip: [3, 16, size, size]

  Conv("conv1", width)
  max_pool3d((1, 2, 2))                                       # [64, 16, 56, 56]
  Conv("conv2", 2 * width)
  max_pool3d(2)                                               # [128, 8, 28, 28]
  Conv("conv3a", 4 * width)
  Conv("conv3b", 4 * width)
  max_pool3d(2)                                               # [256, 4, 14, 14]
  Conv("conv4a", 8 * width)
  Conv("conv4b", 8 * width)
  max_pool3d(2)                                               # [512, 2, 7, 7]
  Conv("conv5a", 8 * width)
  Conv("conv5b", 8 * width)
  max_pool3d(2, padding: (0, 1, 1))                           # [512, 1, 4, 4]
  flatten

  fc6: linear(hidden)
  relu
  dropout(0.5)
  fc7: linear(hidden)
  relu
  dropout(0.5)
  fc8: linear(classes)
}
