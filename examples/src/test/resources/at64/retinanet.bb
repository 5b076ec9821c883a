# The networks of the zoo on small images, for fast tests.

import "../../../../zoo/retinanet.bb"

network RetinaNetAt64 = RetinaNet(size: 64)
