# grade: 3 — a division that is not exact
network N {
  input x: [3, 32, 32]
  conv(60, 3)
  scale { global_avg_pool; conv(60 / 16, 1); relu; conv(60, 1); sigmoid }
}
