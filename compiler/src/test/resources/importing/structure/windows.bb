# Attention in shifted windows, with biases that a small network makes of distances on a logarithmic scale: of many windows and
# of few, which differ in numbers alone. What is flat between norm and attention is an image for the sum.
block Shifted(heads: int) : [h, w, d] -> [h, w, d] {
  let rows = h / 8
  reshape([-1, d])
  const pixels: int32 [rows * rows, 64] = (n, i) ->
    (n // rows * 8 + i // 8 + 4) % h * h + (n % rows * 8 + i % 8 + 4) % h
  gather(it, pixels)
  qkv: linear(3 * d, axis: -1)
  split(2 * d, d, axis: -1) as (both, values)
  both -> sigmoid -> split(2, axis: -1) as (queries, keys)
  const distances: [225, 2] = (n, axis) -> (if [n // 15 - 7, n % 15 - 7][axis] < 0 then -1 else 1) *
    log(1 + 8 * abs([n // 15 - 7, n % 15 - 7][axis]) / 7) / log(8)
  distances -> cpb: { linear(16); relu; linear(heads, bias: false) } as biases
  const pairs: int32 [64, 64] = (i, j) -> (i // 8 - j // 8 + 7) * 15 + i % 8 - j % 8 + 7
  gather(biases, pairs) -> permute([2, 0, 1]) -> reshape([1, heads, 64, 64]) as bias
  const one: [rows * rows, 1, 64, 1] = (n, _, i, _) ->
    (if n // rows < rows - 1 then 0 else if i // 8 < 4 then 1 else 2) * 3 +
    (if n % rows < rows - 1 then 0 else if i % 8 < 4 then 1 else 2)
  const other: [rows * rows, 1, 1, 64] = (n, _, _, i) ->
    (if n // rows < rows - 1 then 0 else if i // 8 < 4 then 1 else 2) * 3 +
    (if n % rows < rows - 1 then 0 else if i % 8 < 4 then 1 else 2)
  sub(one, other) -> square -> affine(scale: -100) -> add(it, bias) as hidden
  attention(queries, keys, values, heads, bias: hidden) -> reshape([-1, d])
  const tokens: int32 [h, h] = (y, x) ->
    ((y - 4) % h // 8 * rows + (x - 4) % h // 8) * 64 + (y - 4) % h % 8 * 8 + (x - 4) % h % 8
  gather(it, tokens)
}

network Windows {
  input image: [16, 32, 32]
  permute([1, 2, 0])
  repeat stage in 0..2 {
    "norm{stage}": layer_norm(axis: -1)
    "stage{stage}": add { | identity | { attn: Shifted(2 + 2 * stage); norm: layer_norm(axis: -1) } }
    if stage == 0 {
      reshape([16, 2, 16, 2, 16]) -> permute([0, 2, 3, 1, 4]) -> reshape([16, 16, 64])
      merge: linear(32, axis: -1)
    }
  }
}
