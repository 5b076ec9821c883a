network N {
  input x: [4, 8, 8]
  conv(4, 3)
  repeat 9000 { bn }
}
