## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input x: [5, 8]
  reshape([5, 2, 4])
  split(1, 4)
  concat(axis: -2) {
    | permute([1, 0, 2])
    | { permute([1, 0, 2]); sigmoid; affine(0.7, shift: 0.3) }
  }
  softmax(-2)
}
