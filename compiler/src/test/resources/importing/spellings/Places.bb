## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input onnx__Shape_0: [4, 6]
  reshape([24, 1])
  const table: int32 [3] = [5, 13, 18]
  gather(it, table)
  permute([1, 0])
  flatten as output1
  onnx__Shape_0 -> flatten
  concat {
    | identity
    | {
      const table_2: int32 [8] = [5, 0, 10, 7, 15, 14, 18, 23]
      gather(it, table_2)
      slice(0, end: 4)
      reshape([2, 2])
      slice(1, end: 1)
      affine(2)
      reshape([1, 2, 1])
      const table_3: [1, 2, 3] = 0
      add(it, table_3)
      flatten
    }
  }
  const table_4: int32 [24] = [0, 1, 2, 3, 4, 5, 24, 7, 25, 9, 26, 11, 27, 13, 28, 15, 29, 17, 18, 19, 20, 21, 22, 23]
  gather(it, table_4)
  reshape([4, 6]) as output1_2
  output output1, output1_2
}
