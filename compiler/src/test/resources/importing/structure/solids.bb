# Layers of three axes.
network Volumes {
  input video: [3, 8, 16, 16]
  conv3d(8, 3, padding: 1)
  relu
  conv3d(8, (3, 1, 1), padding: (1, 0, 0))
  max_pool3d(2)
  conv3d(12, (1, 3, 3), padding: (0, 1, 1))
  avg_pool3d((2, 2, 2))
  conv_transpose3d(6, 2, stride: 2)
}
