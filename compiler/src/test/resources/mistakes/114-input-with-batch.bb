# grade: 3 — a batch in the shape
network N {
  input x: [1, 3, 224, 224]
  conv(64, 3)
  relu
}
