# The networks of the zoo with few and narrow layers, for fast tests.

import "../../../../zoo/llama.bb"

network LlamaNarrow = Llama(
  depth: 2, width: 64, heads: 4, kv_heads: 2, hidden: 96, vocabulary: 50, tokens: 12,
  rope: rotary(base: 500000, factor: 32, original: 8192)
)
