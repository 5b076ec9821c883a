# A residual network of few and small frames, for fast tests.

import "../../../../zoo/video_resnet.bb"

network R2Plus1D18At32 = VideoResNet(FactoredStem, Factored, Factored, frames: 4, size: 32)
