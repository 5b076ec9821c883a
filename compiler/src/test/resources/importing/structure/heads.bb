## Stages of attention of which the first has one head, which need not be said.
block Attend(width: int, heads: int) {
  add {
    | identity
    | {
      norm: layer_norm as x
      q: linear(width) as queries
      x -> kv: linear(2 * width)
      split(2) as (k, v)
      attention(queries, k, v, heads)
      proj: linear(width)
    }
  }
}

network Staged {
  input tokens: [16, 8]
  a: repeat 2 { Attend(8, 1) }
  widen: linear(16)
  b: repeat 2 { Attend(16, 2) }
}
