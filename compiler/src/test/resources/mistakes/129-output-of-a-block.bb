# grade: 2 — a network as a layer
network M {
  input y: [3, 32, 32]
  relu
}
network N {
  input x: [3, 32, 32]
  M
}
