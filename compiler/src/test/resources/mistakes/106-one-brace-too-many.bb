# grade: 3 — a brace too many
network N {
  input x: [3, 32, 32]
  conv(64, 3)
  }
}
