# grade: 3 — single quotes
network N {
  input x: [3, 32, 32]
  'conv1': conv(64, 3)
}
