# The networks of the zoo with few and narrow layers, for fast tests.

import "../../../../zoo/transformer.bb"

network TransformerNarrow = Transformer(depth: 2, width: 48, heads: 4, hidden: 96, vocabulary: 100, tokens: 17)
network StackNarrow       = TransformerStack(depth: 2, width: 48, heads: 4, hidden: 96)
network StackNarrowCausal = TransformerStack(depth: 2, width: 48, heads: 4, hidden: 96, causal: true)
