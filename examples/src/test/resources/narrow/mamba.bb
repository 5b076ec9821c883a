# The networks of the zoo with few and narrow layers, for fast tests.

import "../../../../zoo/mamba.bb"

network MambaNarrow = Mamba(depth: 2, width: 48, tokens: 17, vocabulary: 100)
