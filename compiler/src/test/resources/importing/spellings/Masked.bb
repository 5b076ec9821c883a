## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input onnx__MatMul_0: [5, 8]
  q: linear(8) as x1
  onnx__MatMul_0 -> k: linear(8) as x2
  onnx__MatMul_0 -> v: linear(8)
  const table: [1, 1, 5] = [0, 0, 0, -inf, -inf]
  attention(x1, x2, it, 2, bias: table)
  o: linear(8)
}
