# grade: 3 — PyTorch's argument of `flatten`
network N {
  input x: [3, 32, 32]
  flatten(1)
}
