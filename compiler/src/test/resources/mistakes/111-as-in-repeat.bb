# grade: 3 — a name of an iteration
network N {
  input x: [3, 32, 32]
  repeat i in 0..3 { conv(16, 3, padding: 1) as skip }
  add(skip, it)
}
