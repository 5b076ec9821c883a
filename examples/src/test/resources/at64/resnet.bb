# The networks of the zoo on small images, for fast tests.

import "../../../../zoo/resnet.bb"

network ResNet18At64  = ResNet18(size: 64)
network ResNet34At64  = ResNet34(size: 64)
network ResNet50At64  = ResNet50(size: 64)
network ResNet101At64 = ResNet101(size: 64)
network ResNet152At64 = ResNet152(size: 64)
