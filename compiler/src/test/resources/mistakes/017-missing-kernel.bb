# grade: 2 — a required argument is missing
network N {
  input x: [3, 32, 32]
  conv(64)
}
