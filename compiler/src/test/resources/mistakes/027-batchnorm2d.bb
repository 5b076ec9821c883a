# grade: 3 — PyTorch's word with its width
network N {
  input x: [3, 32, 32]
  nn.BatchNorm2d(3)
}
