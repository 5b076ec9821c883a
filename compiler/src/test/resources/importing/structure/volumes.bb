# What goes over the depth of a volume in strides, and means over all of it.
network Volumes {
  input clip: [8, 9, 12, 12]
  add {
    | {
        conv1: conv3d(16, 3, stride: 2, padding: 1)
        relu
        conv2: conv3d(16, 3, padding: 1)
      }
    | downsample: conv3d(16, 1, stride: 2)
  }
  max_pool3d(2)
  global_avg_pool
  flatten
  fc: linear(10)
}
