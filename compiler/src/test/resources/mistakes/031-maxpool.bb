# grade: 3 — no underscore
network N {
  input x: [3, 32, 32]
  maxpool(2)
}
