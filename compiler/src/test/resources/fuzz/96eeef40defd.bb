# check: grapht, and read further down.
network Net {
  input image: ]4, 16, 16]
  repeat i in 0..2 {
    conv(4 * �������������������������������������������������������������������������������������������2 ** i, 3, padding: 1) as skip[i]
    max_pool(2)
  }
  repeat i in 0..2 {
    upsample(2)
    concat(skip[1 - i], it)
  }
  it as decoded
  skip[0] -> conv(2, 1) as side
  output decoded, side
}
