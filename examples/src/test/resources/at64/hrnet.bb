# The networks of the zoo on small images, for fast tests.

import "../../../../zoo/hrnet.bb"

network HRNetW18At64 = HRNetW18(size: 64)
