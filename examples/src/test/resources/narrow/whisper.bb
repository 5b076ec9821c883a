# The networks of the zoo with few and narrow layers, for fast tests.

import "../../../../zoo/whisper.bb"

network WhisperNarrow = Whisper(
  depth: 2, width: 32, heads: 4, mels: 8, frames: 24, positions: 9, vocabulary: 50, tokens: 5
)
