# grade: 3 — an element is assigned
network N {
  input x: [3, 32, 32]
  skips[0] = conv(8, 3)
}
