# grade: 3 — a block is not opened
block B(w: int)
  conv(w, 3, padding: 1)
  relu
}

network N {
  input x: [3, 32, 32]
  B(8)
}
