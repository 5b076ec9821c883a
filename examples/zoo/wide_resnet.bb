## Wide residual networks (Zagoruyko and Komodakis, 2016), at the size of ImageNet.
##
## Section 3.4: ResNet whose bottlenecks are twice as wide inside, and as wide as before between them. That is
## the unit of ResNeXt with one transformation of 128 channels in the first stage.

import "resnext.bb"

network WideResNet50_2  = ResNet(ResNeXtUnit(cardinality: 1, base: 128), depths: [3, 4, 6, 3])
network WideResNet101_2 = ResNet(ResNeXtUnit(cardinality: 1, base: 128), depths: [3, 4, 23, 3])
