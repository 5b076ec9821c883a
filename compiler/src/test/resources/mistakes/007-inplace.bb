# grade: 3 — `inplace` of an activation
network N {
  input x: [3, 32, 32]
  conv(8, 3)
  relu(inplace: true)
}
