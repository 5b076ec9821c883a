# grade: 3 — a method of a tensor
network N {
  input x: [3, 32, 32]
  conv(8, 3) as a
  a.view(-1, 7200)
}
