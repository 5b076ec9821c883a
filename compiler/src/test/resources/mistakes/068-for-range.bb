# grade: 3 — a Python loop
network N {
  input x: [3, 32, 32]
  for i in range(4):
    conv(64, 3, padding: 1)
  relu
}
