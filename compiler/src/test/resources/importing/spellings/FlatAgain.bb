## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input input_1: [16, 8]
  norm: layer_norm
  concat {
    | { flat: linear(4); permute([1, 0]); reshape([4, 4, 4]) }
    | { permute([1, 0]); reshape([8, 4, 4]); deeper: conv(4, 3, padding: 1) }
  }
}
