# grade: 3 — `range` in a `repeat`
network N {
  input x: [3, 32, 32]
  repeat i in range(4) {
    conv(64, 3, padding: 1)
  }
}
