## What a review says of a film: words as vectors, read in both directions; the last states decide.
network Sentiment(words: int = 20000, length: int = 200) {
  input ids: int32 [length]
  embedding(words, 128)
  lstm(128, layers: 2, bidirectional: true, states: true) as (_y, h, _c)
  h -> slice(axis: 0, start: 2) -> flatten
  linear(2)
  softmax
}
