# grade: 3 — PyTorch's word and order
network N {
  input x: [3, 32, 32]
  nn.Conv2d(3, 64, 3)
  bn
  relu
}
