# The networks of the zoo on small images, for fast tests.

import "../../../../zoo/mnasnet.bb"

network MNASNet0_5At64 = MNASNet0_5(size: 64)
network MNASNet1_0At64 = MNASNet1_0(size: 64)
