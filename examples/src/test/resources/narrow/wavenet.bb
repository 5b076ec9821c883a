# WaveNet with few layers on few samples, for fast tests.

import "../../../../zoo/wavenet.bb"

network WaveNetNarrow = WaveNet(samples: 40, stacks: 2, depth: 4, width: 8, skips: 16)
