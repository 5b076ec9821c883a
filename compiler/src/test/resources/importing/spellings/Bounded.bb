## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input onnx__Clip_0: int32 [4]
  add {
    | { clamp(min: 0, max: 11); given: embedding(12, 8) }
    | { affine(2); int; made: embedding(12, 8) }
  }
}
