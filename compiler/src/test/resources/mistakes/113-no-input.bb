# grade: 3 — no input
network N {
  conv(64, 3)
  relu
}
