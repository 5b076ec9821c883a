# The networks of the zoo on small images, for fast tests.

import "../../../../zoo/shufflenet_v2.bb"

network ShuffleNetV2_x0_5At64 = ShuffleNetV2_x0_5(size: 64)
network ShuffleNetV2_x1_0At64 = ShuffleNetV2_x1_0(size: 64)
network ShuffleNetV2_x2_0At64 = ShuffleNetV2_x2_0(size: 64)
