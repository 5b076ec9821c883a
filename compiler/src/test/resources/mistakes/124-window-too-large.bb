# grade: 3 — a window larger than what is left
network N {
  input x: [3, 32, 32]
  max_pool(16)
  conv(8, 3)
}
