# The networks of the gallery on small images, for fast tests.

import "../../../../gallery/autoencoder.bb"
import "../../../../gallery/detector.bb"

network AutoencoderAt32 = Autoencoder(size: 32)
network DetectorAt64    = Detector(size: 64)
