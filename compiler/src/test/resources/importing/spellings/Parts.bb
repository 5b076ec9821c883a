## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input onnx__Mul_0: [5, 8]
  input onnx__Mul_1: [5, 8]
  mul(onnx__Mul_0, onnx__Mul_1)
  concat(onnx__Mul_1, it, 0) as output1
  onnx__Mul_1 -> slice(0, start: 1, end: 3) as output1_2
  onnx__Mul_0 -> slice(0, start: 2, end: 4) as output1_3
  output onnx__Mul_1, output1, output1_2, output1_3
}
