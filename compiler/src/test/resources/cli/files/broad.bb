network Broad {
  input x: [1]
  linear(3G, bias: false)
}
