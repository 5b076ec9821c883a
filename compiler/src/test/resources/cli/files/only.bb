network Only {
  input x: [6]
  fc: linear(3)
  softmax
}
