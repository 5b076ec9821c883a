# grade: 3 — arguments without parentheses
network N {
  input x: [3, 32, 32]
  conv 64
}
