# grade: 3 — an open batch
network N {
  input x: [None, 3, 224, 224]
  conv(64, 3)
}
