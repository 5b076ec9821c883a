# The networks of the zoo on small images, for fast tests.

import "../../../../zoo/convnext_v2.bb"

network ConvNeXtV2TAt64 = ConvNeXtV2T(size: 64)
