# grade: 3 — PyTorch's word
network N {
  input x: [3, 32, 32]
  nn.AdaptiveAvgPool2d((1, 1))
}
