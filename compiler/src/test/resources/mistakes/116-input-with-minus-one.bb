# grade: 3 — an open batch in numbers
network N {
  input x: [-1, 3, 224, 224]
  conv(64, 3)
}
