# grade: 3 — an order that counts the batch
network N {
  input x: [16, 64]
  permute(0, 2, 1)
}
