network Twice {
  input x: [4]
  relu
}

network Twice {
  input x: [4]
  linear(2)
}
