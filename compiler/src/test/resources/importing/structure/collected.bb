# All that flows is concatenated in the end, and where the last of it flows from braces.
network Collected {
  input image: [8, 16, 16]
  stage1: collect i in 0..4 { "conv{i}": conv(8, 3, padding: 1); relu } -> concat
  mix1: conv(16, 1)
  stage2: collect i in 0..5 { "conv{i}": conv(16, 3, padding: 1); relu }
  concat
  mix2: conv(8, 1)
}
