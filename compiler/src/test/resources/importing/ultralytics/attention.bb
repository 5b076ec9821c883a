## Imported from attention.yaml (Ultralytics, of size `s`). Names are those of the published checkpoints.
##
## boxes: how far left, top, right and bottom are from the middle of each cell, in cells, level by level and row
## by row.
##
## scores: how likely each of 3 classes is there.
##
## points: for each box, 10 numbers of keypoints.

block Conv3(width: int, stride: int) {
  conv: conv(width, 3, stride: stride, padding: 1, bias: false)
  bn: bn(eps: 0.001)
  leaky_relu(0.1)
}

block Conv1(width: int) {
  conv: conv(width, 1, bias: false)
  bn: bn(eps: 0.001)
  leaky_relu(0.1)
}

block Bottleneck(width: int) {
  add { | identity | { cv1: Conv3(width, stride: 1); cv2: Conv3(8, stride: 1) } }
}

block Unit2(width: int) {
  repeat 2 { Conv3(width, stride: 1) }
  conv(width, 1)
  reshape([width, 256])
}

block Unit {
  "0": { DWConv3; Conv1(32) }
  "1": { DWConv3; Conv1(32) }
  conv(3, 1)
  reshape([3, 256])
}

block DWConv3 {
  conv: conv(32, 3, padding: 1, groups: 32, bias: false)
  bn: bn(eps: 0.001)
  leaky_relu(0.1)
}

network Attention_s {
  input image: [3, 32, 32]
  model: {
    Conv3(16, stride: 2)
    "1": {
      cv1: Conv1(16)
      split(2) as (x1, x2)
      m: {
        "0": { x2 -> cv1: Conv3(4, stride: 1); cv2: Conv3(8, stride: 1); add(x2, it) as x3 }
        Bottleneck(4)
      }
      concat(x1, x2, x3, it)
      cv2: Conv1(32)
    }
    Conv3(32, stride: 2)
    "3": {
      cv1: Conv1(32)
      split(2) as (x4, x5)
      m: {
        "0": {
          x5 -> cv1: Conv1(8)
          m: repeat 2 { Bottleneck(8) } as x6
          x5 -> cv2: Conv1(8)
          concat(x6, it)
          cv3: Conv1(16) as x7
        }
        "1": {
          concat { | { cv1: Conv1(8); m: repeat 2 { Bottleneck(8) } } | cv2: Conv1(8) }
          cv3: Conv1(16)
        }
      }
      concat(x4, x5, x7, it)
      cv2: Conv1(32)
    }
    conv_transpose(32, 2, stride: 2)
    bn(eps: 0.001) as x8
    "6": {
      cv1: Conv1(32)
      split(2) as (_, x9)
      concat {
        | identity
        | m: {
          "0": {
            "attn.qkv.conv": conv(32, 1, bias: false)
            "attn.qkv.bn": bn(eps: 0.001)
            reshape([1, 32, 256])
            split(8, 8, 16, axis: -2) as (x10, x11, x12)
            x10 -> permute([0, 2, 1])
            matmul(it, x11)
            affine(0.35355339059327373)
            softmax(2)
            permute([0, 2, 1])
            matmul(x12, it)
            reshape([16, 16, 16]) as x13
            x12 -> reshape([16, 16, 16])
            "attn.pe.conv": conv(16, 3, padding: 1, groups: 16, bias: false)
            "attn.pe.bn": bn(eps: 0.001)
            add(x13, it)
            "attn.proj.conv": conv(16, 1, bias: false)
            "attn.proj.bn": bn(eps: 0.001)
            add(x9, it)
            add {
              | identity
              | ffn: { Conv1(32); "1": { conv: conv(16, 1, bias: false); bn: bn(eps: 0.001) } }
            }
          }
          "1": {
            add {
              | identity
              | {
                "attn.qkv.conv": conv(32, 1, bias: false)
                "attn.qkv.bn": bn(eps: 0.001)
                reshape([1, 32, 256])
                split(8, 8, 16, axis: -2) as (x14, x15, x16)
                x14 -> permute([0, 2, 1])
                matmul(it, x15)
                affine(0.35355339059327373)
                softmax(2)
                permute([0, 2, 1])
                matmul(x16, it)
                reshape([16, 16, 16]) as x17
                x16 -> reshape([16, 16, 16])
                "attn.pe.conv": conv(16, 3, padding: 1, groups: 16, bias: false)
                "attn.pe.bn": bn(eps: 0.001)
                add(x17, it)
                "attn.proj.conv": conv(16, 1, bias: false)
                "attn.proj.bn": bn(eps: 0.001)
              }
            }
            add {
              | identity
              | ffn: { Conv1(32); "1": { conv: conv(16, 1, bias: false); bn: bn(eps: 0.001) } }
            }
          }
        }
      }
      cv2: Conv1(32) as x18
    }
    "7": {
      cv2: { x8 -> Unit2(64) as x19; x18 -> Unit2(64) }
      concat(x19, it, 1) as x20
      cv3: { x8 -> Unit as x21; x18 -> Unit }
      concat(x21, it, 1) as x22
      cv4: { x8 -> Unit2(10) as x23; x18 -> Unit2(10) }
      concat(x23, it, 1) as points
      x20 -> reshape([4, 16, 512])
      permute([1, 0, 2])
      flatten
      reshape([16, 4, 512])
      softmax(0)
      "dfl.conv": conv(1, 1, bias: false)
      reshape([4, 512]) as boxes
      x22 -> sigmoid as scores
    }
  }
  output points, boxes, scores
}
