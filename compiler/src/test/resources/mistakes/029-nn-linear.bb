# grade: 3 — PyTorch's word and order
network N {
  input x: [3, 32, 32]
  flatten
  nn.Linear(3072, 10)
}
