# grade: 3 — a scale of features, which lacks the axis of tokens
network N {
  input x: [197, 8]
  param gamma: [8]
  mul(it, gamma)
}
