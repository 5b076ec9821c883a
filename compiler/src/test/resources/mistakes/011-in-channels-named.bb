# grade: 3 — `in_channels` is inferred
network N {
  input x: [3, 32, 32]
  conv(64, 3, in_channels: 3)
}
