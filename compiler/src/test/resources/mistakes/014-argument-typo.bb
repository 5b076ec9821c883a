# grade: 3 — a slip in the name of an argument
network N {
  input x: [3, 32, 32]
  conv(64, 3, strid: 2)
}
