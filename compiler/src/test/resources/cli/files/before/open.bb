network Open {
  input x: [4]
  fc: linear(8)
}
