# grade: 3 — `=` for `in`
network N {
  input x: [3, 32, 32]
  repeat i = 0..4 { conv(8, 3) }
}
