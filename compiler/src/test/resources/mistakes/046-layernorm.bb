# grade: 3 — PyTorch's word with its shape
network N {
  input x: [3, 32, 32]
  nn.LayerNorm([3, 32, 32])
}
