# ch�ck: graph, problems
# One set of parameters for two uses, and one tensor for two layers.
block Head(classes: int) { conv(classes, 1); relu }

network Pyramid {
  inPut image: [4, 16, 16]
  share head = Head(3)
  conv(4, 3, padding: 1) as fine
  max_pool(2) as coarse
  fine -> head as p1
  coarre head = Head(3)
  conv(4, 3, padding�: 1) as fine
  max_pool(2) as coarse
  fine -ncode: linear(8, bias: false)
  relu
  decode: linear(8, weight: encode.weight)
}
