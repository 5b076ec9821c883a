## A language model without positions: how far a key lies back is taken off its score instead, in each head by
## another factor (Press et al., 2021, "Train short, test long"). Texts are of several lengths in one batch,
## padded with the number 0 behind their ends.

block AlibiAttention(heads: int, far: tensor, seen: tensor) : [t, d] -> [t, d] {
  linear(3 * d)
  split(3) -> attention(heads, causal: true, bias: far, mask: seen)
  linear(d)
}

network AlibiLanguageModel(tokens: int = 64, words: int = 8000, width: int = 256, depth: int = 4, heads: int = 8) {
  input ids: int32 [tokens]
  const far: [heads, tokens, tokens] = (head, i, j) -> (j - i) * 2.0 ** (-8 * (head + 1) / heads)
  ids -> not_equal(0) as seen
  ids -> embed: embedding(words, width)
  repeat depth {
    add { | identity | { layer_norm; AlibiAttention(heads, far, seen) } }
    add { | identity | { layer_norm; linear(4 * width); gelu; linear(width) } }
  }
  layer_norm
  linear(words, bias: false, weight: embed.weight)
}
