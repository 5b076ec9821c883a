# grade: 3 — PyTorch's container
network N {
  input x: [3, 32, 32]
  nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU())
}
