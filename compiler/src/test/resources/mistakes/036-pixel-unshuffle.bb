# grade: 3 — PyTorch's name of a layer and of its argument
network N {
  input x: [3, 32, 32]
  PixelUnshuffle(downscale_factor: 2)
}
