# grade: 3 — a loop as in C
network N {
  input x: [3, 32, 32]
  for (i = 0; i < 4; i++) {
    conv(64, 3, padding: 1)
  }
}
