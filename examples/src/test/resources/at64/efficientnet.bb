# The networks of the zoo on small images, for fast tests.

import "../../../../zoo/efficientnet.bb"

network EfficientNetB0At64 = EfficientNetB0(size: 64)
network EfficientNetB1At64 = EfficientNetB1(size: 64)
network EfficientNetB2At64 = EfficientNetB2(size: 64)
network EfficientNetB4At64 = EfficientNetB4(size: 64)
network EfficientNetB5At64 = EfficientNetB5(size: 64)
network EfficientNetB6At64 = EfficientNetB6(size: 64)
network EfficientNetB7At64 = EfficientNetB7(size: 64)
