# grade: 3 — a comment in `/* */`
network N {
  input x: [3, 32, 32]
  conv(64, 3) /* first */
}
