# C3D with few channels on small clips, for fast tests.

import "../../../../zoo/c3d.bb"

network C3DNarrow = C3D(width: 8, hidden: 32, size: 32, classes: 10)
