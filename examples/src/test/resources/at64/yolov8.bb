# A network of the zoo on small images, for fast tests.

import "../../../../zoo/yolov8.bb"

network YOLOv8nAt64 = YOLOv8n(size: 64)
