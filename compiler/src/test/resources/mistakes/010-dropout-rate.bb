# grade: 3 — Keras's `rate`
network N {
  input x: [3, 32, 32]
  dropout(rate: 0.2)
}
