## MobileNet v1 as pytorchcv has it: the paper's ReLU, where the zoo's form has ReLU6, and other names.

block Separable(out: int, stride: int) : [c, h, w] -> [out, ceil(h / stride), ceil(w / stride)] {
  dw_conv: ConvBn(c, 3, stride: stride, groups: c)
  pw_conv: ConvBn(out, 1)
}

network MobileNetV1Relu {
  input image: [3, 224, 224]

  features: {
    init_block: ConvBn(32, 3, stride: 2)
    repeat (stage, (c, n, s)) in enumerate([(64, 1, 1), (128, 2, 2), (256, 2, 2), (512, 6, 2), (1024, 2, 2)]) {
      "stage{stage + 1}": repeat i in 0..n {
        "unit{i + 1}": Separable(c, stride: if i == 0 then s else 1)
      }
    }
  }
  global_avg_pool
  flatten
  "output": linear(1000)
}
