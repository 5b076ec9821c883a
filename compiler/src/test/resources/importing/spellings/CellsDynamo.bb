## Imported from case.onnx, made by pytorch 2.13.0+cpu (ONNX operators 20).
##
## The model has no name for one of the layers, which is named after what it is.
network Case {
  input x: [2, 84]
  param shift: [2, 84]
  add(it, shift)
  const table: [2, 84] = (i, j) -> if j < 64 then [j % 8 + 0.5, j // 8 + 0.5][i] else if j < 80 then [j % 4 + 0.5, (j - 64) // 4 + 0.5][i] else [j % 2 + 0.5, (j - 80) // 2 + 0.5][i]
  add(it, table)
  const table_2: [1, 84] = (i, j) -> if j < 64 then 8 else if j < 80 then 16 else 32
  mul(it, table_2)
  param bias: [1, 84]
  add(it, bias) as add_5
  output add_5
}
