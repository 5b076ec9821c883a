## Imported from case.onnx, made by pytorch 2.13.0+cpu (ONNX operators 20).
network Case {
  input x: [5, 8]
  input mask: int32 [5]
  mask -> not_equal(0) as x1
  x -> add {
    | identity
    | {
      q: linear(8) as x2
      x -> k: linear(8) as x3
      x -> v: linear(8)
      attention(x2, x3, it, 2, mask: x1)
      o: linear(8)
    }
  } as add_1
  output add_1
}
