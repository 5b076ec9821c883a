# grade: 2 — PyTorch's two axes
network N {
  input x: [3, 32, 32]
  transpose(1, 2)
}
