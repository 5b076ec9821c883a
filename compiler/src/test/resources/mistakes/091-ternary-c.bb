# grade: 3 — C's conditional
network N {
  input x: [3, 32, 32]
  let k = 3
  conv(8, k == 3 ? 3 : 1)
}
