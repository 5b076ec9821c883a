# Each unit reads what the one before it has made besides what flows, and the head reads the last.
network Carried {
  input audio: [4, 64]
  causal: conv1d(8, 1) as total[0]
  repeat i in 0..12 {
    it as x
    "layers.{i}": {
      filter: conv1d(8, 3, dilation: 2 ** (i % 3), padding: 2 ** (i % 3))
      tanh as y
      skip: conv1d(8, 1)
      add(total[i], it) as total[i + 1]
      y -> dense: conv1d(8, 1)
      add(x, it)
    }
  }
  add(total[12], it)
  head: conv1d(4, 1)
}
