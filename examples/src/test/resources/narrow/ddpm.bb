# The networks of the zoo with few and narrow layers, for fast tests.

import "../../../../zoo/ddpm.bb"

network DDPMNarrow = Diffusion(widths: [32, 64], width: 32)
