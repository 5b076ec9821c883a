# The networks of the zoo with few and narrow layers, for fast tests.

import "../../../../zoo/vit.bb"

network ViTNarrow = ViT(patch: 16, depth: 2, width: 48, mlp: 96, heads: 4, classes: 10, size: 64)
