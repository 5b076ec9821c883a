network N {
  input x: [4, 8, 8]
  concat {
    | repeat 5000 { conv(4, 1) }
    | repeat 5000 { conv(4, 1) }
  }
}
