# Many branches of what flows, and of its parts.
network Paths {
  input image: [16, 8, 8]
  conv1: conv(16, 1) as x
  repeat i in 0..8 {
    x -> "path{i}": { reduce: conv(2, 1); relu; conv: conv(2, 3, padding: 1) } as path[i]
  }
  path -> concat
  mix: conv(16, 1)
  group: split(8) as part
  repeat i in 0..8 { part[i] -> "part{i}": conv(2, 3, padding: 1) as mixed[i] }
  mixed -> concat
  conv2: conv(16, 1)
}
