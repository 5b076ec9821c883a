# grade: 3 — attention of one tensor
network N {
  input a: [12, 8]
  attention(heads: 2)
}
