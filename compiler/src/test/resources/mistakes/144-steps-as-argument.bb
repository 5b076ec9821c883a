# grade: 3 — several steps within the parentheses of a layer
network N {
  input x: [8, 4, 4]
  relu as skip
  conv(8, 3, padding: 1)
  add(it, skip -> conv(8, 1) -> gelu)
}
