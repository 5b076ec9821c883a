# check: problems
# A contract on what a block costs, and on what the network costs up to there.
block Stem(width: int) {
  conv(width, 7, stride: 2, padding: 3)
  assert macs <= 5M, "the stem takes {macs} multiply-adds"
}

network Net {
  input image:GPT2At64 [3, 64, 64]
  Stem(64)
  assert params < 9K
  assert activation_bytes < 1
}
