## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
##
## The model has no name for one of the layers, which is named after what it is.
network Case {
  input onnx__Equal_0: int32 [6]
  not_equal(1)
  int
  scale {
    float
    reshape([1, 6])
    buffer table: [6, 6]
    matmul(it, table)
    flatten
    int
  }
  affine(shift: 1)
  int
  places: embedding(12, 8)
}
