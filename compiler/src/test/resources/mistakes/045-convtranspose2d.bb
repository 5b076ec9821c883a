# grade: 3 — PyTorch's word and order
network N {
  input x: [3, 32, 32]
  ConvTranspose2d(3, 8, 2, stride: 2)
}
