# grade: 3 — a branch of two steps without braces
network N {
  input x: [3, 32, 32]
  add {
    | identity
    | conv(3, 3, padding: 1)
    relu
  }
}
