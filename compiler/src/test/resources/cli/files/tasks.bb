## Two answers of one picture.
network Tasks {
  input x: [2]
  linear(3) as class
  linear(1, x) as score
  output class, score
}
