network Broad {
  input x: [4000]
  linear(1000000)
}
