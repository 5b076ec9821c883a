## MobileViT: light-weight, general-purpose, and mobile-friendly vision transformer (Mehta and Rastegari, 2022).
##
## Table 4 gives the three sizes, of MobileNetV2's blocks and MobileViT's. Figure 1b: tokens at the same
## place of each 2x2 patch attend to each other, and all of them by way of the convolutions around. Names
## are timm's.

import "../labels/imagenet.bb"

# MobileNetV2's inverted residual.
block InvertedResidual(out: int, stride: int = 1, widening: int = 4) : [c, h, w] -> [out, ceil(h / stride), ceil(w / stride)] {
  add {
    | identity when stride == 1 and c == out
    | {
        conv1_1x1: ConvBn(widening * c, 1, act: silu)
        conv2_kxk: ConvBn(widening * c, 3, stride: stride, groups: widening * c, act: silu)
        conv3_1x1: ConvBn(out, 1, act: identity)
      }
  }
}

block TransformerBlock(heads: int = 4) : [p, n, d] -> [p, n, d] {
  add {
    | identity
    | { norm1: layer_norm; attn: { qkv: linear(3 * d); split(3) -> attention(heads); proj: linear(d) } }
  }
  add {
    | identity
    | { norm2: layer_norm; mlp: { fc1: linear(2 * d); silu; fc2: linear(d) } }
  }
}

block MobileViTBlock(width: int, depth: int) : [c, h, w] -> [c, h, w] {
  concat {
    | identity
    | {
        conv_kxk: ConvBn(c, 3, act: silu)
        conv_1x1: conv(width, 1, bias: false)
        permute([1, 2, 0])
        reshape([h / 2, 2, w / 2, 2, width]) -> permute([1, 3, 0, 2, 4]) -> reshape([4, -1, width])
        transformer: repeat depth { TransformerBlock }
        norm: layer_norm
        reshape([2, 2, h / 2, w / 2, width]) -> permute([2, 0, 3, 1, 4]) -> reshape([h, w, width])
        permute([2, 0, 1])
        conv_proj: ConvBn(c, 1, act: silu)
      }
  }
  conv_fusion: ConvBn(c, 3, act: silu)
}

network MobileViT(first: int, second: int, table: list, features: int, widening: int = 4, classes: int = 1000, size: int = 256) {
  input image: [3, size, size] preprocess(resize: size * 10 // 9, interpolation: bicubic)
  stem: ConvBn(16, 3, stride: 2, act: silu)
  stages: {
    "0": { InvertedResidual(first, widening: widening) }
    "1": repeat i in 0..3 { InvertedResidual(second, stride: if i == 0 then 2 else 1, widening: widening) }
    repeat (stage, (width, d, depth)) in enumerate(table) {
      "{stage + 2}": { InvertedResidual(width, stride: 2, widening: widening); MobileViTBlock(d, depth) }
    }
  }
  final_conv: ConvBn(features, 1, act: silu)
  global_avg_pool
  flatten
  head: { fc: linear(classes) }
  if classes == 1000 { output it labels: IMAGENET }
}

network MobileViTS = MobileViT(first: 32, second: 64, table: [(96, 144, 2), (128, 192, 4), (160, 240, 3)], features: 640)
network MobileViTXS = MobileViT(first: 32, second: 48, table: [(64, 96, 2), (80, 120, 4), (96, 144, 3)], features: 384)
network MobileViTXXS = MobileViT(first: 16, second: 24, table: [(48, 64, 2), (64, 80, 4), (80, 96, 3)], features: 320, widening: 2)
