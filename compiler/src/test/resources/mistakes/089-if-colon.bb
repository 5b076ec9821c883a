# grade: 3 — an `if` with a colon
network N {
  input x: [3, 32, 32]
  let k = 3
  if k == 3:
    conv(8, 3)
  else:
    relu
}
