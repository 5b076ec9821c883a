# grade: 3 — the skip has other channels
network N {
  input x: [3, 32, 32]
  add {
    | identity
    | conv(8, 3, padding: 1)
  }
}
