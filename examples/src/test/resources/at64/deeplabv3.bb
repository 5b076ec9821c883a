# A network of the zoo on small images, for fast tests.

import "../../../../zoo/deeplabv3.bb"

network DeepLabV3ResNet50At64 = DeepLabV3ResNet50(size: 64)
