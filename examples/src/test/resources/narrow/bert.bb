# The networks of the zoo with few and narrow layers, for fast tests.

import "../../../../zoo/bert.bb"

network BertNarrow = Bert(depth: 2, width: 48, heads: 4, vocabulary: 100, tokens: 17)
network BertPaddedNarrow = PaddedBert(depth: 2, width: 48, heads: 4, vocabulary: 100, tokens: 17)
