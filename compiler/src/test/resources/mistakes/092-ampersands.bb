# grade: 3 — C's `&&`
network N {
  input x: [3, 32, 32]
  let k = 3
  if k > 1 && k < 5 { conv(8, 3) }
}
