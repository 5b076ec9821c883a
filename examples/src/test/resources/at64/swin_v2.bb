# The networks of the zoo on small images, for fast tests.

import "../../../../zoo/swin_v2.bb"

network SwinV2TAt64 = SwinV2T(size: 64)
