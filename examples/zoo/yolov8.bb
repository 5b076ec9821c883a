## YOLOv8 (Jocher et al., 2023), the detector, in the form and under the names of the published files.
##
## A backbone halves the image five times, a pyramid joins its last three levels in both directions, and a
## head says for each cell of each level how far its object's edges are, as a distribution over 16
## distances, and how likely each class is. What flows out are boxes, [x, y, width, height] in
## pixels, and scores, for all cells.

block Conv(out: int, kernel: int = 1, stride: int = 1) : [c, h, w] -> [out, ceil(h / stride), ceil(w / stride)] {
  conv: conv(out, kernel, stride: stride, padding: kernel // 2, bias: false)
  bn:   bn(eps: 1e-3)
  silu
}

block Bottleneck(shortcut: bool) : [c, h, w] -> [c, h, w] {
  add {
    | identity when shortcut
    | { cv1: Conv(c, 3); cv2: Conv(c, 3) }
  }
}

# Half of the channels pass n bottlenecks; all that flowed is joined.
block C2f(out: int, n: int, shortcut: bool = false) : [c, h, w] -> [out, h, w] {
  cv1: Conv(out)
  split(2) as (left, right)
  right -> m: collect n { Bottleneck(shortcut) }
  concat(left, it)
  cv2: Conv(out)
}

# Pooling over 5, 9 and 13 pixels.
block SPPF(out: int) : [c, h, w] -> [out, h, w] {
  cv1: Conv(c // 2)
  collect 3 { max_pool(5, stride: 1, padding: 2) }
  concat
  cv2: Conv(out)
}

network YOLOv8(widths: list, depths: list, classes: int = 80, size: int = 640) {
  input image: [3, size, size]

  "model.0": Conv(widths[0], 3, stride: 2)                    # [16, 320, 320]
  "model.1": Conv(widths[1], 3, stride: 2)
  "model.2": C2f(widths[1], depths[0], shortcut: true)
  "model.3": Conv(widths[2], 3, stride: 2)
  "model.4": C2f(widths[2], depths[1], shortcut: true) as p3  # [64, 80, 80]
  "model.5": Conv(widths[3], 3, stride: 2)
  "model.6": C2f(widths[3], depths[1], shortcut: true) as p4
  "model.7": Conv(widths[4], 3, stride: 2)
  "model.8": C2f(widths[4], depths[0], shortcut: true)
  "model.9": SPPF(widths[4]) as p5

  upsample(2)
  concat(it, p4)  # bb: allow(unaligned-branches): strided convolutions and nearest pixels shift, as published
  "model.12": C2f(widths[3], depths[0]) as down
  upsample(2)
  concat(it, p3)  # bb: allow(unaligned-branches): strided convolutions and nearest pixels shift, as published
  "model.15": C2f(widths[2], depths[0]) as level[0]
  "model.16": Conv(widths[2], 3, stride: 2)
  concat(it, down)  # bb: allow(unaligned-branches): strided convolutions and nearest pixels shift, as published
  "model.18": C2f(widths[3], depths[0]) as level[1]
  "model.19": Conv(widths[3], 3, stride: 2)
  concat(it, p5)  # bb: allow(unaligned-branches): strided convolutions and nearest pixels shift, as published
  "model.21": C2f(widths[4], depths[0]) as level[2]

  # The cells' centres and sizes, level by level, in cells and in pixels.
  let n = size // 8
  let p3 = n ** 2
  let p4 = p3 + (n // 2) ** 2
  let cells = p4 + (n // 4) ** 2
  const strides: [1, cells] = (_axis, i) -> if i < p3 then 8 else if i < p4 then 16 else 32
  const centres: [2, cells] = (axis, i) ->
    0.5 + (if i < p3 then [i % n, i // n]
      else if i < p4 then [(i - p3) % (n // 2), (i - p3) // (n // 2)]
      else [(i - p4) % (n // 4), (i - p4) // (n // 4)])[axis]

  "model.22": {
    repeat i in 0..3 {
      level[i] -> "cv2.{i}": { Conv(max(16, widths[2] // 4, 64), 3); Conv(max(16, widths[2] // 4, 64), 3); conv(64, 1) } -> reshape([64, -1]) as sides[i]
    }
    repeat i in 0..3 {
      let hidden = max(widths[2], min(classes, 100))
      level[i] -> "cv3.{i}": { Conv(hidden, 3); Conv(hidden, 3); conv(classes, 1) } -> reshape([classes, -1]) as scores[i]
    }
    concat(sides, axis: -1)
    # Of each side the mean of its distribution, whose 16 numbers are the channels.
    reshape([4, 16, cells]) -> permute([1, 0, 2]) -> flatten -> reshape([16, 4, cells]) -> softmax(axis: 0)
    "dfl.conv": conv(1, 1, bias: false)
    reshape([4, cells]) -> split(2, axis: 0) as (near, far)
    sub(centres, near) as first
    add(centres, far) as last
    concat(affine(add(first, last), 0.5), sub(last, first))
  }
  mul(it, strides) as boxes
  concat(scores, axis: -1) -> sigmoid as likely
  concat(boxes, likely)
}

network YOLOv8n = YOLOv8(widths: [16, 32, 64, 128, 256], depths: [1, 2])
network YOLOv8s = YOLOv8(widths: [32, 64, 128, 256, 512], depths: [1, 2])
network YOLOv8m = YOLOv8(widths: [48, 96, 192, 384, 576], depths: [2, 4])
network YOLOv8l = YOLOv8(widths: [64, 128, 256, 512, 512], depths: [3, 6])
network YOLOv8x = YOLOv8(widths: [80, 160, 320, 640, 640], depths: [3, 6])
