# A network of the zoo with few channels, for fast tests.

import "../../../../zoo/wide_resnet.bb"

network WideResNetNarrow = ResNet(ResNeXtUnit(cardinality: 1, base: 16), depths: [1, 1, 1, 1], classes: 10, size: 64)
