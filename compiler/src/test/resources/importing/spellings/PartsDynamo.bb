## Imported from case.onnx, made by pytorch 2.13.0+cpu (ONNX operators 20).
network Case {
  input x: [5, 8]
  input y: [5, 8]
  mul(x, y)
  concat(y, it, 0) as slice_2
  y -> slice(0, start: 1, end: 3) as slice_3
  x -> slice(0, start: 2, end: 4) as view_1
  output y, slice_2, slice_3, view_1
}
