# grade: 2 — PyTorch's new axis
network N {
  input x: [3, 32, 32]
  unsqueeze(0)
}
