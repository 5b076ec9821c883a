# grade: 3 — another word for `silu`
network N {
  input x: [3, 32, 32]
  swish
}
