# The networks of the zoo on small images, for fast tests.

import "../../../../zoo/googlenet.bb"

network GoogLeNetAt64 = GoogLeNet(size: 64)
