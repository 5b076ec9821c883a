# grade: 3 — C's `!`
network N {
  input x: [3, 32, 32]
  let wide = true
  if !wide { conv(8, 3) }
}
