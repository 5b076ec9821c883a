# grade: 3 — a branch of two steps on one line
network N {
  input x: [3, 32, 32]
  add {
    | identity
    | conv(3, 3, padding: 1); bn
  }
}
