## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input onnx__MatMul_0: [5, 8]
  qkv: linear(16)
  reshape([5, 2, 8])
  split(2, 2, 4, axis: -1) as (x1, x2, x3)
  x1 -> reshape([5, 4]) as x4
  x2 -> reshape([5, 4]) as x5
  x3 -> reshape([5, 8])
  attention(x4, x5, it, 2)
  o: linear(8)
}
