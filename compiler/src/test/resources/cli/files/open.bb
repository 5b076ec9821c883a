network Open(width: int) {
  input x: [4]
  fc: linear(width)
}
