# grade: 3 — PyTorch name of an argument
network N {
  input x: [3, 32, 32]
  conv(64, kernel_size: 3)
  relu
}
