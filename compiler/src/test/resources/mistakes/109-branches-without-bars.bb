# grade: 3 — branches without `|`
network N {
  input x: [3, 32, 32]
  add {
    identity
    conv(3, 3, padding: 1)
  }
}
