## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input onnx__MatMul_0: [5, 8]
  q: linear(8) as x1
  onnx__MatMul_0 -> k: linear(4) as x2
  onnx__MatMul_0 -> v: linear(4) as x3
  x1 -> rotary(2) as x4
  x2 -> rotary
  attention(x4, it, x3, 2, kv_heads: 1, causal: true)
  o: linear(8)
}
