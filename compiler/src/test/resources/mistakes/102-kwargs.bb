# grade: 2 — any arguments
block B(**kwargs) { relu }
network N {
  input x: [3, 32, 32]
  B
}
