# grade: 3 — an argument that the block has not, nearly
block B(width: int) { conv(width, 3) }
network N {
  input x: [3, 32, 32]
  B(widht: 64)
}
