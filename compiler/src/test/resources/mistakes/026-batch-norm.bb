# grade: 3 — another word for `bn`
network N {
  input x: [3, 32, 32]
  batch_norm
}
