## Attention with a bias for each distance of two tokens of an image, and of every second one to all (LeViT).
block Attend(side: int) : [t, d] -> [t, d] {
  qkv: linear(3 * d)
  split(3)
  param biases: [2, t]
  const index: int32 [t, t] = (i, j) -> abs(i // side - j // side) * side + abs(i % side - j % side)
  attention(2, bias: gather(biases, index, axis: 1))
  proj: linear(d)
}

block Step(side: int) { add { | identity | attend: Attend(side) } }

network Apart {
  input tokens: [25, 8]
  near1: repeat 2 { Step(5) }
  it as x
  reshape([5, 5, 8]) -> slice(0, step: 2) -> slice(1, step: 2) -> reshape([9, 8])
  q: linear(8) as queries
  x -> kv: linear(16)
  split(2) as (k, v)
  param biases: [2, 25]
  const index: int32 [9, 25] = (i, j) -> abs(2 * (i // 3) - j // 5) * 5 + abs(2 * (i % 3) - j % 5)
  attention(queries, k, v, 2, bias: gather(biases, index, axis: 1))
  near2: repeat 2 { Step(3) }
}
