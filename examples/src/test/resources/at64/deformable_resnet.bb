# A network of the zoo on small images, for fast tests.

import "../../../../zoo/deformable_resnet.bb"

network DeformableResNet50At64 = DeformableResNet50(size: 64)
