# grade: 3 — a keyword as the name of a tensor
network N {
  input x: [3, 32, 32]
  conv(8, 3) as if
}
