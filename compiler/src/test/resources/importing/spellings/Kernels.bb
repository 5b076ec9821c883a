## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).

block Unit(width: int, kernel: int) {
  depthwise: conv(width, kernel, padding: kernel // 2, groups: width)
  relu
  pointwise: conv(2 * width, 1)
  relu
}

network Case {
  input input_1: [3, 8, 8]
  first: Unit(3, kernel: 3)
  second: Unit(6, kernel: 5)
  third: Unit(12, kernel: 3)
}
