# A smaller and narrower U, for fast tests.

import "../../../../zoo/unet3d.bb"

network UNet3DNarrow = UNet3D(width: 4, depth: 2, planes: 44, size: 44)
