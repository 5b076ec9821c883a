# grade: 3 — `=` for an argument
network N {
  input x: [3, 32, 32]
  conv(64, 3, stride=2)
}
