# A value that nothing reads, and a layer that learns for nothing.
network Lint {
  input image: [3, 16, 16]
  let width = 8
  let spare = width * 2
  conv(width, 3) as kept
  bn
  conv(12, 1, stride: 2)  # bb: allow(strided-pointwise)
  repeat i in 0..2 { relu }
}
