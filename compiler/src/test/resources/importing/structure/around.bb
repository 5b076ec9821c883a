# A label around a sum, or of what one branch of it has.
inline block Mixed : [c, h, w] -> [c, h, w] {
  norm: group_norm(4)
  conv1: conv(2 * c, 1)
  silu
  conv2: conv(c, 3, padding: 1)
}

network Around {
  input image: [8, 16, 16]
  "mix.0": { add { | identity | { Mixed } } }
  max_pool(2)
  "mix.1": { add { | identity | { Mixed } } }
  max_pool(2)
  add { | identity | last: { Mixed } }
}
