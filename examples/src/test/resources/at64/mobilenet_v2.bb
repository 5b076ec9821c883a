# The networks of the zoo on small images, for fast tests.

import "../../../../zoo/mobilenet_v2.bb"

network MobileNetV2At64 = MobileNetV2(size: 64)
