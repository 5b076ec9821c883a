# The networks of the zoo on small images, for fast tests.

import "../../../../zoo/efficientnet_v2.bb"

network EfficientNetV2SAt64 = EfficientNetV2S(size: 64)
