# grade: 3 — Keras's depthwise convolution
network N {
  input x: [3, 32, 32]
  DepthwiseConv2D(3)
}
