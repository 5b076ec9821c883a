# grade: 3 — a name of an iteration begins a pipeline
network N {
  input x: [3, 32, 32]
  repeat i in 0..2 { conv(4, 3, padding: 1) as y }
  y -> relu
}
