## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
##
## The model has no name for one of the layers, which is named after what it is.
network Case {
  input onnx__MatMul_0: [3, 14, 13]
  input onnx__MatMul_1: [7, 8]
  onnx__MatMul_0 -> adaptive_avg_pool((4, 5))
  conv: conv(2, 1) as output1
  onnx__MatMul_1 -> adaptive_avg_pool1d(3) as output1_2
  onnx__MatMul_1 -> adaptive_avg_pool1d(3)
  permute([1, 0]) as output1_3
  buffer table: [3, 7]
  matmul(table, onnx__MatMul_1) as output1_4
  output output1, output1_2, output1_3, output1_4
}
