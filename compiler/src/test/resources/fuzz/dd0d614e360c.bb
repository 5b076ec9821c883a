# check: graph, problems
# One sone tensor for two layers.
block Head(classes: int) { conv(classes, 1); relu }

network Pyramid {
  input image: [4, 16, 16]
  share head = Head(3)
  conv(4, 3, padding: 1) as fine
  max_pool(2) as coarse
  fine -> head as p1
  coarse -> head as p2
  output p1, p2
}
