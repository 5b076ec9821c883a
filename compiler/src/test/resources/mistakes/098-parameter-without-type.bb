# grade: 3 — parameters as in Python
block B(w, stride=1) {
  conv(w, 3, stride: stride)
}
network N {
  input x: [3, 32, 32]
  B(8)
}
