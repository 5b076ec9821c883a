# grade: 3 — a shape as a call
network N {
  input x: Tensor(3, 32, 32)
  conv(64, 3)
  relu
}
