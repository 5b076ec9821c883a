# grade: 3 — a comment of C
// A network
network N {
  input x: [3, 32, 32]
  conv(64, 3)
}
