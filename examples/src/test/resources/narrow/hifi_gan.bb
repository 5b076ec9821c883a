# HiFi-GAN's generator with few channels for a few frames, for fast tests.

import "../../../../zoo/hifi_gan.bb"

network HiFiGANNarrow = HiFiGAN(frames: 6, width: 64)
