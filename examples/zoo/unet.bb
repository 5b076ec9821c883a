## U-Net: convolutional networks for biomedical image segmentation (Ronneberger et al., 2015).
##
## Figure 1, the U: down the left side the image halves and the channels double, up the right side
## the reverse, and each level takes what its opposite saw as a skip. `UNetOriginal` is the paper's: its
## convolutions have no padding, so the image loses its borders, and so must the skips. `UNet` is the
## form of milesial/Pytorch-UNet: padded convolutions with batch normalisation, so that the mask is as
## large as the image, and any image size. `transposed` chooses how the image grows: by transposed
## convolution as in the paper, or by bilinear interpolation.

block DoubleConv(out: int, mid: int) : [c, h, w] -> [out, h, w] {
  double_conv: {
    conv(mid, 3, padding: 1, bias: false)
    bn
    relu
    conv(out, 3, padding: 1, bias: false)
    bn
    relu
  }
}

block Down(out: int) : [c, h, w] -> [out, h // 2, w // 2] {
  maxpool_conv: { max_pool(2); DoubleConv(out, out) }
}

block Up(out: int, skip: tensor, transposed: bool) : [c, h, w] -> [out, skip.shape[1], skip.shape[2]] {
  if transposed {
    up: conv_transpose(c // 2, 2, stride: 2)
  } else {
    upsample(scale_factor: 2, mode: bilinear, align_corners: true)
  }

  # An odd size lost a row or a column on the way down: give it back.
  let rows = skip.shape[1] - it.shape[1]
  let columns = skip.shape[2] - it.shape[2]
  pad(top: rows // 2, bottom: rows - rows // 2, left: columns // 2, right: columns - columns // 2)

  concat(skip, it)  # bb: allow(unaligned-branches): align_corners stretches what it enlarges, as published
  conv: DoubleConv(out, it.shape[0] // 2)
}

network UNet(transposed: bool = true, height: int = 572, width: int = 572, classes: int = 2) {
  input image: [3, height, width]

  # Interpolation keeps the channels, so the levels below it have half as many.
  let half = if transposed then 1 else 2

  inc:   DoubleConv(64, 64) as x1
  down1: Down(128) as x2
  down2: Down(256) as x3
  down3: Down(512) as x4
  down4: Down(1024 // half)
  up1:   Up(512 // half, skip: x4, transposed: transposed)
  up2:   Up(256 // half, skip: x3, transposed: transposed)
  up3:   Up(128 // half, skip: x2, transposed: transposed)
  up4:   Up(64, skip: x1, transposed: transposed)
  outc:  { conv: conv(classes, 1) }
}

network UNet128         = UNet(height: 128, width: 128)
network UNetOdd         = UNet(height: 100, width: 76)
network UNetBilinear    = UNet(transposed: false)
network UNetBilinear128 = UNet(transposed: false, height: 128, width: 128)
network UNetBilinearOdd = UNet(transposed: false, height: 100, width: 76)

block Valid(out: int) : [c, h, w] -> [out, h - 4, w - 4] {
  conv(out, 3)
  relu
  conv(out, 3)
  relu
}

# The middle of an image.
block Crop(height: int, width: int) : [c, h, w] -> [c, height, width] {
  slice(1, start: (h - height) // 2, end: (h + height) // 2)
  slice(2, start: (w - width) // 2, end: (w + width) // 2)
}

# A level of the U around the next one.
block Level(out: int, depth: int) {
  Valid(out) as skip
  if depth > 0 {
    max_pool(2)
    Level(2 * out, depth - 1)
    conv_transpose(out, 2, stride: 2) as up
    skip -> Crop(up.shape[1], up.shape[2])
    concat(it, up)
    Valid(out)
  }
}

network UNetOriginal(size: int = 572, classes: int = 2) {
  input image: [1, size, size]
  Level(64, depth: 4)
  conv(classes, 1)                                            # [2, 388, 388]
}
