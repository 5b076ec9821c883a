## 3D U-Net: learning dense volumetric segmentation from sparse annotation (Cicek et al., 2016).
##
## Figure 2: the U of volumes. Convolutions have no padding, so that the borders of a volume are lost, and those of the
## skips with them. The paper counts 19,069,955 parameters, which are those of the convolutions: its norms learn
## nothing, and its upconvolutions have no bias.

block Double(mid: int, out: int) : [c, d, h, w] -> [out, d - 4, h - 4, w - 4] {
  repeat width in [mid, out] {
    conv3d(width, 3)
    bn(affine: false)
    relu
  }
}

# The middle of a volume.
block Crop(depth: int, height: int, width: int) : [c, d, h, w] -> [c, depth, height, width] {
  slice(1, start: (d - depth) // 2, end: (d + depth) // 2)
  slice(2, start: (h - height) // 2, end: (h + height) // 2)
  slice(3, start: (w - width) // 2, end: (w + width) // 2)
}

# A level of the U around the next one.
block Level(width: int, depth: int) {
  down: Double(width, 2 * width) as skip
  if depth > 0 {
    max_pool3d(2)
    level: Level(2 * width, depth - 1)
    up: conv_transpose3d(4 * width, 2, stride: 2, bias: false) as up
    skip -> Crop(up.shape[1], up.shape[2], up.shape[3])
    concat(it, up)
    join: Double(2 * width, 2 * width)
  }
}

network UNet3D(width: int = 32, depth: int = 3, planes: int = 116, size: int = 132, channels: int = 3, classes: int = 3) {
  input volume: [channels, planes, size, size]
  level: Level(width, depth)
  head: conv3d(classes, 1)                                    # [3, 28, 44, 44]
}
