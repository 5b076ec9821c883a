# grade: 3 — sizes in letters
network N {
  input x: [3, H, W]
  conv(4, 3)
}
