## Imported from case.onnx, made by pytorch 2.13.0+cpu (ONNX operators 20).
network Case {
  input x: [2, 24, 24]
  input y: [2, 30, 20]
  input z: [2, 9, 9]
  input w: [2, 9, 9]
  param "both.weight": [32, 2] as weight
  const table: int32 [24, 24] = (i, j) -> (if j > i then 16 else 0) + (if abs(i - j) < 8 then abs(i - j) else min(15, 8 + floor(log(abs(i - j) / 8) / log(128 / 8) * 8)))
  gather(weight, table) -> permute([2, 0, 1])
  add(x, it) as add_2
  param "earlier.weight": [12, 2] as weight_2
  const table_2: int32 [30, 20] = (i, j) -> if i - j < 6 then max(0, i - j) else min(11, 6 + floor(log((i - j) / 6) / log(25 / 6) * 6))
  gather(weight_2, table_2) -> permute([2, 0, 1])
  add(y, it) as add_5
  param "few.weight": [32, 2] as weight_3
  const table_3: int32 [9, 9] = (i, j) -> (if j > i then 16 else 0) + abs(i - j)
  gather(weight_3, table_3) -> permute([2, 0, 1])
  add(z, it) as add_8
  other: {
    buffer "table": [81] as table_4
    param "weight": [32, 2] as weight_4
    gather(weight_4, int(table_4)) -> reshape([9, 9, 2])
  }
  permute([2, 0, 1])
  add(w, it) as add_11
  output add_2, add_5, add_8, add_11
}
