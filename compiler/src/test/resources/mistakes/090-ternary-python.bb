# grade: 3 — Python's conditional
network N {
  input x: [3, 32, 32]
  let k = 3
  conv(8, 3 if k == 3 else 1)
}
