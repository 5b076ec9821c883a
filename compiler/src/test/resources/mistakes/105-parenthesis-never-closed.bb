# grade: 3 — a parenthesis is not closed
network N {
  input x: [3, 32, 32]
  conv(64, 3, padding: 1
  bn
  relu
}
