# The networks of the zoo with few and narrow layers, for fast tests.

import "../../../../zoo/t5.bb"

network T5Narrow = T5(
  depth: 2, width: 32, heads: 4, head_size: 8, hidden: 48, vocabulary: 40, tokens: 40, targets: 18
)
