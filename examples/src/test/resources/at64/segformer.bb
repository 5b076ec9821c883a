# A network of the zoo on small images, for fast tests.

import "../../../../zoo/segformer.bb"

network SegFormerB0At64 = SegFormerB0(size: 64)
