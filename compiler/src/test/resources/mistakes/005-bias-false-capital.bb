# grade: 3 — Python's `False` with `=`
network N {
  input x: [3, 32, 32]
  conv(64, 3, bias=False)
  bn
}
