# The networks of the zoo on small images, for fast tests.

import "../../../../zoo/regnet.bb"

network RegNetX_400MFAt64 = RegNetX_400MF(size: 64)
network RegNetY_400MFAt64 = RegNetY_400MF(size: 64)
network RegNetY_800MFAt64 = RegNetY_800MF(size: 64)
