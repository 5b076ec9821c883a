## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input onnx__MatMul_0: [5, 8]
  "output": { add { | identity | { dense: linear(8); relu } }; norm: layer_norm }
}
