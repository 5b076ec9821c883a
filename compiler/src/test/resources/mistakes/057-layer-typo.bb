# grade: 3 — a slip in the name of a layer
network N {
  input x: [3, 32, 32]
  max_pol(2)
}
