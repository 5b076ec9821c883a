# grade: 2 — a loop with a condition
network N {
  input x: [3, 32, 32]
  while true {
    conv(64, 3, padding: 1)
  }
}
