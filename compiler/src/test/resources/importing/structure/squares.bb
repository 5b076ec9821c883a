# Sizes that follow from how many rows a square has, those of a table too.
block Square(rows: int) : [t, d] -> [t, d] {
  const edges: [rows ** 2, 1] = (i, j) -> if i < rows * (rows - 1) then (if i % rows < rows - 1 then 0 else 1) else 2
  mul(it, edges)
  add { | identity | { norm: layer_norm; fc: linear(d) } }
  reshape([rows, rows, d]) -> permute([1, 0, 2]) -> reshape([rows ** 2, d])
  last: linear(d)
}

network Squares {
  input tokens: [256, 8]
  stage1: Square(16)
  slice(end: 144, axis: 0)
  stage2: Square(12)
  slice(end: 64, axis: 0)
  stage3: Square(8)
}
