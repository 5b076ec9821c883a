# grade: 3 — Keras's `filters` and `strides`
network N {
  input x: [3, 32, 32]
  conv(filters: 64, kernel: 3, strides: 2)
}
