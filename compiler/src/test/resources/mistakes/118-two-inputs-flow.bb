# grade: 3 — two inputs flow into one layer
network N {
  input a: [3, 32, 32]
  input b: [3, 32, 32]
  conv(8, 3)
}
