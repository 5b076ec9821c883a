# grade: 3 — PyTorch's word
network N {
  input x: [3, 32, 32]
  Conv2d(64, 3, padding: 1)
  bn
  relu
}
