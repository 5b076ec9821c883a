# grade: 3 — Keras's activation as an argument
network N {
  input x: [3, 32, 32]
  conv(64, 3, activation: relu)
}
