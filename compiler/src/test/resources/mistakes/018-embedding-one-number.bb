# grade: 2 — the length of the vectors is missing
network N {
  input x: int32 [8]
  embedding(1000)
}
