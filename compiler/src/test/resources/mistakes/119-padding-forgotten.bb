# grade: 3 — a branch lacks its padding
network N {
  input x: [3, 32, 32]
  add {
    | identity
    | { conv(3, 3, padding: 1); relu; conv(3, 3) }
  }
}
