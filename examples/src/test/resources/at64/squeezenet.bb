# The networks of the zoo on small images, for fast tests.

import "../../../../zoo/squeezenet.bb"

network SqueezeNet1_0At64 = SqueezeNet1_0(size: 64)
network SqueezeNet1_1At64 = SqueezeNet1_1(size: 64)
