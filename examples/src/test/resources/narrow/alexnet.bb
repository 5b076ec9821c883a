# Networks of the zoo with few hidden features, for fast tests.

import "../../../../zoo/alexnet.bb"

network AlexNetOriginalNarrow = AlexNetOriginal(hidden: 32, classes: 10)
network AlexNetNarrow = AlexNet(hidden: 32, size: 64, classes: 10)
