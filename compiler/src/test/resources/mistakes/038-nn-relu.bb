# grade: 3 — PyTorch's layer, constructed
network N {
  input x: [3, 32, 32]
  nn.ReLU()
}
