# grade: 3 — groups that do not divide
network N {
  input x: [3, 32, 32]
  conv(8, 3, groups: 2)
}
