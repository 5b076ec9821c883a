# The networks of the gallery on small images, for fast tests.

import "../../../../gallery/alibi.bb"
import "../../../../gallery/autoencoder.bb"
import "../../../../gallery/detector.bb"
import "../../../../gallery/sentiment.bb"
import "../../../../gallery/vad.bb"

network AutoencoderAt32 = Autoencoder(size: 32)
network DetectorAt64    = Detector(size: 64)
network SentimentAt12   = Sentiment(words: 50, length: 12)
network AlibiNarrow = AlibiLanguageModel(tokens: 21, words: 30, width: 24, depth: 2, heads: 3)
network VoiceActivityOf512 = VoiceActivity(samples: 512)
