# grade: 3 — `None` for no bias
network N {
  input x: [3, 32, 32]
  conv(64, 3, bias: None)
  bn
}
