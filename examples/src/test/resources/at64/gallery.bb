# The networks of the gallery on small images, for fast tests.

import "../../../../gallery/autoencoder.bb"
import "../../../../gallery/detector.bb"
import "../../../../gallery/sentiment.bb"
import "../../../../gallery/vad.bb"

network AutoencoderAt32 = Autoencoder(size: 32)
network DetectorAt64    = Detector(size: 64)
network SentimentAt12   = Sentiment(words: 50, length: 12)
network VoiceActivityOf512 = VoiceActivity(samples: 512)
