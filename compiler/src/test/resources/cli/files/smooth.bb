## Tokens that are made fewer.
network Smooth {
  input tokens: [16, 4]
  upsample(size: 8, mode: linear, antialias: true)
}
