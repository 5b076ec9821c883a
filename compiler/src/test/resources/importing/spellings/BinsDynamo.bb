## Imported from case.onnx, made by pytorch 2.13.0+cpu (ONNX operators 20).
network Case {
  input x: [3, 14, 13]
  input y: [7, 8]
  x -> adaptive_avg_pool((4, 5))
  conv: conv(2, 1) as conv2d
  y -> adaptive_avg_pool1d(3) as matmul_2
  y -> adaptive_avg_pool1d(3)
  permute([1, 0]) as matmul_3
  param other: [3, 7]
  matmul(other, y) as matmul_4
  output conv2d, matmul_2, matmul_3, matmul_4
}
