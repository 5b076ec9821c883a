## A network with a parameter of each type.
network Options(act: layer, sizes: list, pair: (int, int), rate: float, norm: bool = true) {
  input x: [4]
  repeat size in sizes { linear(size) -> act }
  linear(pair[0] * pair[1], bias: norm and rate > 0)
}
