# grade: 3 — an abbreviation
network N {
  input x: [3, 32, 32]
  gap
  flatten
}
