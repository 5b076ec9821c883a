# EnCodec's decoder on a few frames, for fast tests.

import "../../../../zoo/encodec.bb"

network EnCodecDecoderAt12 = EnCodecDecoder(frames: 12)
