## Imported from case.onnx, made by pytorch 2.13.0+cpu (ONNX operators 20).
network Case {
  input x: [5, 8]
  input h: [1, 4]
  gru: gru(x, h, 4, states: true) as (x1, getitem_1)
  x1 -> reshape([5, 1, 4])
  permute([1, 0, 2]) as getitem
  output getitem, getitem_1
}
