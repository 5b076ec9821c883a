## A network of the layers whose kernels a TornadoVM device has and a convolution is not.
network Layers {
  input image: [8, 9, 6]
  input ids:   int32 [6]
  input time:  []
  param rates: [8, 3]
  param skip:  [8]

  image -> {
    pad(top: 1, right: 2, value: 0.5)
    lrn(5)
    group_norm(2)
    avg_pool(3, stride: 2, padding: 1, ceil: true)
    avg_pool(2, stride: 1, padding: 1, count_include_pad: false)
    max_pool(2, stride: 1, dilation: 2)
    upsample(size: (7, 6), mode: bilinear)
    upsample(size: (10, 9), mode: bilinear, align_corners: true)
    upsample(scale_factor: 2)
    adaptive_avg_pool((3, 2))
    softmax(axis: 0)
  } as pixels
  pixels -> { reshape([4, 2, 6]); permute([2, 1, 0]); reshape([6, 8]) } as features
  ids -> embedding(10, 8) as words
  words -> arange -> sinusoid(8) as places
  add(words, places, features) -> layer_norm as tokens
  tokens -> rms_norm as keys
  attention(tokens, keys, words, heads: 2) as seen
  attention(tokens, keys, words, heads: 2, causal: true) as known
  matmul(seen, known, transpose: true) as scores
  matmul(scores, known)
  softmax(axis: 0) as found
  parallel {
    | { tokens -> linear(8) -> softplus as delta }
    | { words -> linear(3) as b }
    | { words -> linear(3) as c }
  }
  selective_scan(found, delta, rates, b, c, skip) as remembered
  time -> sinusoid(4, base: 100, offset: 1, interleaved: false) as late
  output pixels, remembered, late
}
