# grade: 3 — a layer is assigned and not used
network N {
  input x: [3, 32, 32]
  conv1 = conv(64, 3)
  relu
}
