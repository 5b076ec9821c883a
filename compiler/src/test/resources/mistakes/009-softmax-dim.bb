# grade: 3 — `dim` for `axis`
network N {
  input x: [3, 32, 32]
  global_avg_pool
  flatten
  softmax(dim: -1)
}
