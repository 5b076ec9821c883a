# grade: 3 — an order without brackets
network N {
  input x: [3, 32, 32]
  permute(0, 2, 1)
}
