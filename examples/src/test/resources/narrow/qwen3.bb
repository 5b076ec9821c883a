# A network of the zoo with few and narrow layers, for fast tests.

import "../../../../zoo/qwen3.bb"

network Qwen3Narrow = Qwen3(
  depth: 2, width: 48, heads: 4, kv_heads: 2, size: 16, hidden: 96, vocabulary: 50, tokens: 12
)
