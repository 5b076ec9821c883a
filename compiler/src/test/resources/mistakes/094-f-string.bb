# grade: 3 — an f-string
network N {
  input x: [3, 32, 32]
  repeat i in 0..2 { f"layer{i}": conv(64, 3) }
}
