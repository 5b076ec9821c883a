# ViT-B/16 under timm's names, which are those of its DeiT.

import "../../../../zoo/deit.bb"

network ViTB16Timm = DeiT(width: 768, heads: 12)
