# The networks of the zoo on small images, for fast tests.

import "../../../../zoo/mobilevit.bb"

network MobileViTXXSAt64 = MobileViTXXS(size: 64)
