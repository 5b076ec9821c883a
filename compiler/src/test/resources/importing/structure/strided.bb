# A stride of 1 is a number as any other.
network Strided {
  input image: [3, 64, 64]
  stem: repeat (i, out, stride) in [(1, 16, 2), (2, 16, 1), (3, 24, 2), (4, 32, 1)] {
    relu
    "conv{i}": conv(out, 3, stride: stride, padding: 1, bias: false)
    "norm{i}": bn
  }
}
