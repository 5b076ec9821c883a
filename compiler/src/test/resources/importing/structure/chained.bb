# Paths that are added one by one are no tower of sums, and two short steps no loop.
network Chained {
  input image: [8, 8, 8]
  conv1: conv(8, 1) as x
  path0: { reduce: conv(2, 1); relu; conv: conv(8, 3, padding: 1) }
  repeat i in 1..8 {
    add { | identity | x -> "path{i}": { reduce: conv(2, 1); relu; conv: conv(8, 3, padding: 1) } }
  }
  relu
  cv1: conv(8, 1)
  cv2: conv(8, 1)
}
