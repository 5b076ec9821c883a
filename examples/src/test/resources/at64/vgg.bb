# The networks of the zoo on small images, for fast tests.

import "../../../../zoo/vgg.bb"

network VGG11At64   = VGG11(size: 64)
network VGG13At64   = VGG13(size: 64)
network VGG16At64   = VGG16(size: 64)
network VGG19At64   = VGG19(size: 64)
network VGG11BNAt64 = VGG11BN(size: 64)
network VGG13BNAt64 = VGG13BN(size: 64)
network VGG16BNAt64 = VGG16BN(size: 64)
network VGG19BNAt64 = VGG19BN(size: 64)
