# The networks of the zoo with few and narrow layers, for fast tests.

import "../../../../zoo/clip.bb"

network ClipNarrow = Clip(
  image: 32, patch: 8, width: 32, depth: 2, heads: 4, text_width: 24, text_depth: 2, text_heads: 3, vocabulary: 60,
  tokens: 9, projection: 16
)
