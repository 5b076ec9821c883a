# The networks of the zoo on small images, for fast tests.

import "../../../../zoo/densenet.bb"

network DenseNet121At64 = DenseNet121(size: 64)
network DenseNet169At64 = DenseNet169(size: 64)
network DenseNet201At64 = DenseNet201(size: 64)
network DenseNet161At64 = DenseNet161(size: 64)
