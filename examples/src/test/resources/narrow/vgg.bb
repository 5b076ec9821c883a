# A network of the zoo with few hidden features on small images, for fast tests.

import "../../../../zoo/vgg.bb"

network VGG11Narrow = VGG11(hidden: 32, size: 64, classes: 10)
