## A small object detector of our own, to show a feature pyramid: one backbone, three scales, and one
## head that all scales share.
##
## The backbone makes feature maps at 1/8, 1/16 and 1/32 of the image. From the smallest, a top-down
## path adds what it knows to the larger ones (Lin et al., 2016). The head then answers at every
## position of every scale: four numbers for a box, one for "there is something", one per class.

# A residual pair of 3 x 3 convolutions.
block Unit : [c, h, w] -> [c, h, w] {
  add {
    | identity
    | { cv1: ConvBn(c, 3, act: silu); cv2: ConvBn(c, 3, act: silu) }
  }
}

# Half of the channels go through `depth` units; everything seen on the way is kept (Wang et al.,
# 2019, as YOLO draws it).
block CrossStage(out: int, depth: int) : [c, h, w] -> [out, h, w] {
  enter: ConvBn(out, 1, act: silu)
  split(2) as halves
  halves[1] -> units: collect depth { Unit }
  concat(halves[0], it)
  leave: ConvBn(out, 1, act: silu)
}

block Stage(out: int, depth: int) : [c, h, w] -> [out, ceil(h / 2), ceil(w / 2)] {
  down: ConvBn(out, 3, stride: 2, act: silu)
  CrossStage(out, depth)
}

# Adds what a coarser level saw to a finer one, both as wide as the coarser.
block TopDown(coarse: tensor) : [c, h, w] -> [coarse.shape[0], h, w] {
  lateral: conv(coarse.shape[0], 1) as fine
  coarse -> upsample(scale_factor: 2) -> add(it, fine)  # bb: allow(unaligned-branches): nearest pixels shift
  smooth: ConvBn(it.shape[0], 3, act: silu)
}

block Head(classes: int) : [c, h, w] -> [5 + classes, h, w] {
  repeat 2 { ConvBn(c, 3, groups: c, act: silu); ConvBn(c, 1, act: silu) }
  answer: conv(5 + classes, 1)
}

network Detector(classes: int = 20, width: int = 16, size: int = 320) {
  input image: [3, size, size]

  stem:   ConvBn(width, 3, stride: 2, act: silu)        # 1/2
  stage1: Stage(2 * width, 1)                           # 1/4
  stage2: Stage(4 * width, 2)  as c3                    # 1/8
  stage3: Stage(8 * width, 2)  as c4                    # 1/16
  stage4: Stage(16 * width, 1)                          # 1/32

  pyramid: {
    level5: ConvBn(6 * width, 1, act: silu) as p5
    c4 -> level4: TopDown(p5) as p4
    c3 -> level3: TopDown(p4) as p3
  }

  share head = Head(classes)
  p3 -> head as small
  p4 -> head as medium
  p5 -> head as large
  output small, medium, large

  assert params < 1.5M and macs < 1G, "meant for a small machine"
}
