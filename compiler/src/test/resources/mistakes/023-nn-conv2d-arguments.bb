# grade: 3 — a line of PyTorch as it is
network N {
  input x: [3, 32, 32]
  nn.Conv2d(3, 64, kernel_size=3, stride=2, padding=1, bias=False)
}
