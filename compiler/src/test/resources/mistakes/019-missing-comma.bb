# grade: 3 — a comma is missing between arguments
network N {
  input x: [3, 32, 32]
  conv(64 3)
}
