# The networks of the zoo with few and narrow layers, for fast tests.

import "../../../../zoo/stable_diffusion.bb"

network StableDiffusionUNetNarrow    = UNet(widths: [32, 64, 64], size: 16, heads: 4, words: 24, tokens: 5)
network StableDiffusionEncoderNarrow = Encoder(widths: [32, 64], size: 16)
network StableDiffusionDecoderNarrow = Decoder(widths: [64, 32], size: 8)
