# grade: 3 — PyTorch's `cat` with the batch counted
network N {
  input x: [3, 32, 32]
  conv(8, 3, padding: 1) as a
  conv(8, 3, padding: 1)
  torch.cat([a, it], dim=1)
}
