# grade: 3 — a tensor is assigned and used
network N {
  input x: [3, 32, 32]
  y = conv(64, 3)
  relu(y)
}
