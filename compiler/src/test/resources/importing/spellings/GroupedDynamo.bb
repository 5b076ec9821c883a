## Imported from case.onnx, made by pytorch 2.13.0+cpu (ONNX operators 20).
network Case {
  input x: [5, 8]
  q: linear(16) as x1
  x -> k: linear(8) as x2
  x -> v: linear(8) as x3
  x1 -> rotary(4) as x4
  x2 -> rotary(2)
  attention(x4, it, x3, 4, kv_heads: 2, causal: true)
  o: linear(8) as linear_3
  output linear_3
}
