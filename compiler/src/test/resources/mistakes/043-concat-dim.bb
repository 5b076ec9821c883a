# grade: 3 — `dim` counted from the batch
network N {
  input x: [3, 32, 32]
  conv(8, 3, padding: 1) as a
  conv(8, 3, padding: 1)
  concat(a, it, dim: 1)
}
