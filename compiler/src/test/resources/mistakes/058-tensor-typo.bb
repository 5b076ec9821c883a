# grade: 3 — a slip in the name of a tensor
network N {
  input x: [3, 32, 32]
  conv(3, 3, padding: 1) as residual
  add(it, residul)
}
