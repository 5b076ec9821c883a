# grade: 2 — a list comprehension
network N {
  input x: [3, 32, 32]
  let ws = [64 * i for i in 0..4]
  conv(ws[1], 3)
}
