# A network of the zoo on few points, for fast tests.

import "../../../../zoo/pointnet.bb"

network PointNetAt64 = PointNet(points: 64)
