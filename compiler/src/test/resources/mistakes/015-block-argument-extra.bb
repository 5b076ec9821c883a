# grade: 3 — one argument too many for a block
block B(w: int, stride: int) { conv(w, 3, stride: stride) }
network N {
  input x: [3, 32, 32]
  B(64, 2, 3)
}
