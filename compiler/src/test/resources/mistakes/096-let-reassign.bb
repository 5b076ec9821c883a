# grade: 2 — a value is changed in a loop
network N {
  input x: [3, 32, 32]
  let c = 64
  repeat 3 { conv(c, 3, padding: 1); c = c * 2 }
}
