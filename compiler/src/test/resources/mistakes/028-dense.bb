# grade: 3 — Keras's word
network N {
  input x: [3, 32, 32]
  flatten
  dense(10)
}
