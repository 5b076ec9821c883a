## Imported from case.onnx, made by pytorch 2.13.0+cpu (ONNX operators 20).
network Case {
  input x: [3, 4, 8]
  weight: linear(24, bias: false, axis: -1) as x1
  param bias: [1, 24]
  bias -> flatten
  buffer heard: [1, 24]
  mul(it, flatten(heard)) -> reshape([1, 1, 24])
  add(x1, it) as view_1
  output view_1
}
