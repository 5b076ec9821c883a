## Imported from anchors.yaml (Ultralytics). Names are those of the published checkpoints.
##
## level0 to level1: 2 boxes of x, y, width, height, objectness and 2 classes and 4 factors of protos for each
## cell.

block Conv1(width: int) {
  conv: conv(width, 1, bias: false)
  bn: bn(eps: 0.001)
  silu
}

block Bottleneck(width: int) {
  add { | identity | { cv1: Conv1(8); cv2: Conv3(width) } }
}

block Conv3(width: int) {
  conv: conv(width, 3, padding: 1, bias: false)
  bn: bn(eps: 0.001)
  silu
}

network Anchors {
  input image: [3, 32, 32]
  model: {
    concat {
      | { slice(1, step: 2); slice(2, step: 2) }
      | { slice(1, start: 1, step: 2); slice(2, step: 2) }
      | { slice(1, step: 2); slice(2, start: 1, step: 2) }
      | { slice(1, start: 1, step: 2); slice(2, start: 1, step: 2) }
    }
    "0.conv.conv": conv(8, 3, padding: 1, bias: false)
    "0.conv.bn": bn(eps: 0.001)
    silu
    "1": {
      conv: conv(16, 3, stride: 2, padding: 1, groups: 8, bias: false)
      bn: bn(eps: 0.001)
      silu
    }
    "2": {
      concat { | { cv1: Conv1(8); m: repeat 2 { Bottleneck(8) } } | cv2: Conv1(8) }
      cv3: Conv1(16)
    }
    "3": Bottleneck(16) as x1
    pad(right: 1, bottom: 1)
    max_pool(2, 2)
    "6": {
      cv1: Conv1(8)
      concat { | identity | max_pool(3, 1, padding: 1) | max_pool(5, 1, padding: 2) }
      cv2: Conv1(16)
    }
    "7": {
      concat { | { cv1: Conv1(8); m: { "0": { cv1: Conv1(8); cv2: Conv3(8) } } } | cv2: Conv1(8) }
      cv3: Conv1(16) as x2
    }
    "8": {
      m: { x1 -> conv(22, 1) as level0; x2 -> conv(22, 1) as level1 }
      x1 -> "proto.cv1.conv": conv(8, 3, padding: 1, bias: false)
      "proto.cv1.bn": bn(eps: 0.001)
      silu
      upsample(2)
      "proto.cv2.conv": conv(8, 3, padding: 1, bias: false)
      "proto.cv2.bn": bn(eps: 0.001)
      silu
      "proto.cv3.conv": conv(4, 1, bias: false)
      "proto.cv3.bn": bn(eps: 0.001)
      silu as protos
    }
  }
  output level0, level1, protos
}
