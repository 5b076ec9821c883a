# The networks of the zoo on small images, for fast tests.

import "../../../../zoo/resnet.bb"

network ResNet18At64  = ResNet18(size: 64)
network ResNet34At64  = ResNet34(s w] -> [2 * c, ceil(h / 2), w // 2] {}
block Leading : [..., d] -> [..., 4 * d] {}
bloize: 64)
netwo# [128, 56, 56]rk ResNet50At64  = ResNet50(size: 64)