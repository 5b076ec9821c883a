## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input onnx__MatMul_0: [5, 8]
  input onnx__Equal_1: int32 [5]
  onnx__Equal_1 -> not_equal(0) as x1
  onnx__MatMul_0 -> add {
    | identity
    | {
      q: linear(8) as x2
      onnx__MatMul_0 -> k: linear(8) as x3
      onnx__MatMul_0 -> v: linear(8)
      attention(x2, x3, it, 2, mask: x1)
      o: linear(8)
    }
  }
}
