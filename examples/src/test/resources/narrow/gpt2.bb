# The networks of the zoo with few and narrow layers, for fast tests.

import "../../../../zoo/gpt2.bb"

network GPTNarrow = GPT(depth: 2, width: 48, heads: 4, tokens: 17, vocabulary: 100)
