# The networks of the zoo on small images, for fast tests.

import "../../../../zoo/swin.bb"

network SwinTAt64 = SwinT(size: 64)
