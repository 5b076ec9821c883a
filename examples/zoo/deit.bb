## Training data-efficient image transformers & distillation through attention (Touvron et al., 2020).
##
## Table 1: the vision transformer at smaller widths, with patches of 16; the form without the
## distillation token. Names are timm's, in which one linear layer makes queries, keys and values.

import "../labels/imagenet.bb"

block Attention(heads: int) : [t, d] -> [t, d] {
  qkv: linear(3 * d)
  split(3) -> attention(heads)
  proj: linear(d)
}

block Block(heads: int) : [t, d] -> [t, d] {
  add {
    | identity
    | { norm1: layer_norm(eps: 1e-6); attn: Attention(heads) }
  }
  add {
    | identity
    | { norm2: layer_norm(eps: 1e-6); mlp: { fc1: linear(4 * d); gelu; fc2: linear(d) } }
  }
}

network DeiT(width: int, heads: int, depth: int = 12, classes: int = 1000, size: int = 224) {
  input image: [3, size, size] preprocess(resize: size * 8 // 7, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])
  let patches = (size // 16) ** 2
  param cls_token: [1, 1, width]
  param pos_embed: [1, patches + 1, width]

  patch_embed: { proj: conv(width, 16, stride: 16) }
  reshape([width, patches])
  permute([1, 0])
  concat(axis: 0) { | cls_token -> reshape([1, width]) | identity }
  add { | identity | pos_embed -> reshape([patches + 1, width]) }

  blocks: repeat depth { Block(heads) }
  norm: layer_norm(eps: 1e-6)

  slice(axis: 0, end: 1)
  flatten
  head: linear(classes)
  if classes == 1000 { output it labels: IMAGENET }
}

network DeiTTiny  = DeiT(width: 192, heads: 3)
network DeiTSmall = DeiT(width: 384, heads: 6)
