# grade: 2 — a lambda
network N {
  input x: [3, 32, 32]
  let f = lambda x: x * 2
  conv(f(8), 3)
}
