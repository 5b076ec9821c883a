# grade: 3 — a value without `let`
network N {
  input x: [3, 32, 32]
  k = 3
  conv(8, k)
}
