# The networks of the zoo on small images, for fast tests.

import "../../../../zoo/mobilenet_v3.bb"

network MobileNetV3SmallAt64 = MobileNetV3Small(size: 64)
network MobileNetV3LargeAt64 = MobileNetV3Large(size: 64)
