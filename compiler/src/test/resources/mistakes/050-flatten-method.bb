# grade: 3 — a method of what flows
network N {
  input x: [3, 32, 32]
  it.flatten()
}
