# The networks of the zoo on small images, for fast tests.

import "../../../../zoo/resnext.bb"
import "../../../../zoo/wide_resnet.bb"

network ResNeXt50_32x4dAt64 = ResNeXt50_32x4d(size: 64)
network ResNeXt101_32x8dAt64 = ResNeXt101_32x8d(size: 64)
network WideResNet50_2At64 = WideResNet50_2(size: 64)
