# The networks of the zoo on small images, for fast tests.

import "../../../../zoo/convnext.bb"

network ConvNeXtTAt64 = ConvNeXtT(size: 64)
