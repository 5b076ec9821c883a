# grade: 3 — a comment of C behind a layer
network N {
  input x: [3, 32, 32]
  conv(64, 3) // the first
}
