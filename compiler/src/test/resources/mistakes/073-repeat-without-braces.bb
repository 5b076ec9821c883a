# grade: 3 — a `repeat` without braces
network N {
  input x: [3, 32, 32]
  repeat 4
    conv(64, 3, padding: 1)
}
