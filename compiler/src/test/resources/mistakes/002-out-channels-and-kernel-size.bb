# grade: 3 — two of PyTorch's arguments, with `=`
network N {
  input x: [3, 32, 32]
  conv(out_channels=64, kernel_size=3)
  relu
}
