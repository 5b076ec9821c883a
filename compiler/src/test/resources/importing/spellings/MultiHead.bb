## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input onnx__Transpose_0: [5, 8]
  self_attention: {
    in_proj: linear(24)
    split(3)
    attention(2)
    out_proj: linear(8)
    reshape([5, 1, 8])
    permute([1, 0, 2])
  }
}
