# grade: 3 — `padding="same"`
network N {
  input x: [3, 32, 32]
  conv(64, 3, padding="same")
}
