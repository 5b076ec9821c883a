# grade: 2 — a shape is printed
network N {
  input x: [3, 32, 32]
  conv(8, 3)
  print(it.shape)
}
