network Published {
  checkpoint(prefix: "module.")
  input x: [6]
  fc: linear(3)
  softmax
}
