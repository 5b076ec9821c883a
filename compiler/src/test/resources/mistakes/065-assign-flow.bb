# grade: 3 — the same name again and again
network N {
  input x: [3, 32, 32]
  y = relu(y)
}
