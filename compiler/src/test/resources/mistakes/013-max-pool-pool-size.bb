# grade: 3 — Keras's `pool_size`
network N {
  input x: [3, 32, 32]
  max_pool(pool_size: 2)
}
