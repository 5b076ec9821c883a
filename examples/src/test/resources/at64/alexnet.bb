# The networks of the zoo on small images, for fast tests.

import "../../../../zoo/alexnet.bb"

network AlexNetAt64 = AlexNet(size: 64)
