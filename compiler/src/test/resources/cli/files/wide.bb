network Wide {
  input x: [100000]
  linear(100000)
}
