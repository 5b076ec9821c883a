## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input onnx__Greater_0: [4, 4]
  input onnx__Greater_1: [4, 4]
  onnx__Greater_0 -> greater(0) as x1
  onnx__Greater_1 -> greater(0) as x2
  logical_or(x1, it) as x3
  logical_and(x1, x2)
  logical_not
  logical_and(x3, it)
  float as output1
  const table: bool [4, 4] = (i, j) -> j <= i
  where(table, onnx__Greater_0, otherwise: 0) as output1_2
  div(onnx__Greater_0, onnx__Greater_1)
  not_equal(it, it)
  where(it, onnx__Greater_0, onnx__Greater_1) as output1_3
  output output1, output1_2, output1_3
}
