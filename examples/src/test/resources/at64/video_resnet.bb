# The other residual networks of clips on few and small frames, for fast tests.

import "../../../../zoo/video_resnet.bb"

network R3D18At32  = VideoResNet(Stem, Full, Full, frames: 4, size: 32)
network MC3_18At32 = VideoResNet(Stem, Full, Frames, pace: 1, frames: 4, size: 32)
