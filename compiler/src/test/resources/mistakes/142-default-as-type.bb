# grade: 3 — a default where the type stands
block B(ratio: 0.5) {
  dropout(ratio)
}

network N {
  input x: [3, 32, 32]
  B
}
