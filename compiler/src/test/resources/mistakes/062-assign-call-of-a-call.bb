# grade: 3 — Keras's functional form, assigned
network N {
  input x: [3, 32, 32]
  x = Conv2D(64, 3)(x)
}
