# grade: 3 — a step within the parentheses of a layer
network N {
  input x: [8, 4, 4]
  relu as skip
  conv(8, 3, padding: 1)
  add(it, skip -> gelu)
}
