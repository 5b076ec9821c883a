## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input onnx__MatMul_0: [4, 8]
  inner: { dense: linear(8); buffer table: [4, 8]; mul(it, table) }
}
