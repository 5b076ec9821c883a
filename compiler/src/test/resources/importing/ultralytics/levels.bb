## Imported from levels.yaml (Ultralytics, of size `n`). Names are those of the published checkpoints.
##
## boxes: how far left, top, right and bottom are from the middle of each cell, in cells, level by level and row
## by row.
##
## scores: how likely each of 4 classes is there.

block Conv3(width: int, stride: int) {
  conv: conv(width, 3, stride: stride, padding: 1, bias: false)
  bn: bn(eps: 0.001)
  silu
}

block Conv1(width: int) {
  conv: conv(width, 1, bias: false)
  bn: bn(eps: 0.001)
  silu
}

block Bottleneck2 {
  it as x1
  cv1: Conv3(8, stride: 1)
  cv2: Conv3(8, stride: 1)
  add(x1, it)
}

block Bottleneck {
  add { | identity | { cv1: Conv3(8, stride: 1); cv2: Conv3(8, stride: 1) } }
}

block Unit(width: int, width2: int, size: int) {
  repeat 2 { Conv3(width, stride: 1) }
  conv(width2, 1)
  reshape([width2, size])
}

network Levels_n {
  input image: [3, 32, 32]
  model: {
    Conv3(8, stride: 2)
    "1": {
      cv1: Conv1(16)
      split(2) as (x1, x2)
      m: { x2 -> Bottleneck2 as x3; Bottleneck }
      concat(x1, x2, x3, it)
      cv2: Conv1(16) as x4
    }
    Conv3(16, stride: 2)
    "3": {
      cv1: Conv1(16)
      split(2) as (x5, x6)
      m: { x6 -> Bottleneck2 as x7; Bottleneck as x8; Bottleneck }
      concat(x5, x6, x7, x8, it)
      cv2: Conv1(16)
    }
    "4": {
      cv1: Conv1(8)
      collect 3 { max_pool(3, 1, padding: 1) } -> concat
      cv2: Conv1(16) as x12
    }
    upsample(2)
    concat(it, x4)
    "7": {
      cv1: Conv1(16)
      split(2) as (x13, x14)
      m: {
        "0": { x14 -> cv1: Conv3(8, stride: 1); cv2: Conv3(8, stride: 1) as x15 }
        "1": { cv1: Conv3(8, stride: 1); cv2: Conv3(8, stride: 1) }
      }
      concat(x13, x14, x15, it)
      cv2: Conv1(16) as x16
    }
    "8": {
      cv2: { Unit(64, width2: 64, size: 256) as x17; x12 -> Unit(64, width2: 64, size: 64) }
      concat(x17, it, 1) as x18
      cv3: { x16 -> Unit(16, width2: 4, size: 256) as x19; x12 -> Unit(16, width2: 4, size: 64) }
      concat(x19, it, 1) as x20
      x18 -> reshape([4, 16, 320])
      permute([1, 0, 2])
      flatten
      reshape([16, 4, 320])
      softmax(0)
      "dfl.conv": conv(1, 1, bias: false)
      reshape([4, 320]) as boxes
      x20 -> sigmoid as scores
    }
  }
  output boxes, scores
}
