## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input input_1: [6, 4, 4]
  input onnx__ReduceMean_1: [5, 8]
  input_1 -> "group": group_norm(3)
  relu
  instance: instance_norm(affine: true)
  relu
  channels: layer_norm(eps: 1e-6, axis: 0) as output1
  onnx__ReduceMean_1 -> features: layer_norm(eps: 1e-6) as output1_2
  output output1, output1_2
}
