# grade: 3 — Keras's functional form
network N {
  input x: [3, 32, 32]
  conv(64, 3)(x)
}
