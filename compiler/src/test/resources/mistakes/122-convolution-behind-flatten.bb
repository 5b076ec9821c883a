# grade: 3 — a convolution behind `flatten`
network N {
  input x: [3, 32, 32]
  flatten
  conv(8, 3)
}
