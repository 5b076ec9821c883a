## MaxViT: multi-axis vision transformer (Tu et al., 2022).
##
## Figure 2: each block is MobileNet's, then attention in windows of 7x7 neighbours, then attention of 7x7
## tokens that are spread evenly over the image. Section 3.1 has the biases for relative positions. Names
## are torchvision's, and so is the scale of scores, by the width of all heads together.

import "../labels/imagenet.bb"

# Where each pair of 49 tokens finds its bias.
const pairs: int32 [49, 49] = (i, j) -> (i // 7 - j // 7 + 6) * 13 + i % 7 - j % 7 + 6

block RelativeAttention(heads: int) : [n, t, d] -> [n, t, d] {
  param relative_position_bias_table: [169, heads]
  identity as tokens
  gather(relative_position_bias_table, pairs) -> permute([2, 0, 1]) as bias
  tokens -> to_qkv: linear(3 * d)
  split(3) -> attention(heads, scale: 1 / sqrt(d), bias: bias)
  merge: linear(d)
}

# Axes 0 and 2 of [a, b, c, d, features] count windows if they are 7x7 neighbours; the others if they are a grid.
block PartitionAttention(grid: bool) : [c, h, w] -> [c, h, w] {
  let rows = if grid then [7, h / 7] else [h / 7, 7]
  let columns = if grid then [7, w / 7] else [w / 7, 7]
  let order = if grid then [1, 3, 0, 2, 4] else [0, 2, 1, 3, 4]
  let back = if grid then [2, 0, 3, 1, 4] else [0, 2, 1, 3, 4]
  let parts = if grid then [h / 7, w / 7, 7, 7] else [h / 7, w / 7, 7, 7]
  permute([1, 2, 0]) -> reshape(rows + columns + [c]) -> permute(order) -> reshape([-1, 49, c])
  add { | identity | attn_layer: { layer_norm; RelativeAttention(c // 32) } }
  add { | identity | mlp_layer: { layer_norm; linear(4 * c); gelu; linear(c) } }
  reshape(parts + [c]) -> permute(back) -> reshape([h, w, c]) -> permute([2, 0, 1])
}

block MBConv(out: int, stride: int) : [c, h, w] -> [out, ceil(h / stride), ceil(w / stride)] {
  let mid = 4 * out
  add {
    | proj: { if stride == 2 { avg_pool(3, stride: 2, padding: 1); conv(out, 1) } }
    | layers: {
        pre_norm: bn(eps: 1e-3)
        conv_a: { conv(mid, 1, bias: false); bn(eps: 1e-3); gelu }
        conv_b: { conv(mid, 3, stride: stride, padding: 1, groups: mid, bias: false); bn(eps: 1e-3); gelu }
        squeeze_excitation: SqueezeExcite(out // 4, act: silu)
        conv_c: conv(out, 1)
      }
  }
}

block MaxViTLayer(out: int, stride: int) {
  layers: {
    MBconv: MBConv(out, stride)
    window_attention: PartitionAttention(grid: false)
    grid_attention: PartitionAttention(grid: true)
  }
}

block MaxViTBlock(out: int, depth: int) {
  layers: repeat i in 0..depth { MaxViTLayer(out, stride: if i == 0 then 2 else 1) }
}

network MaxViT(stem: int, widths: list, depths: list, classes: int = 1000, size: int = 224) {
  checkpoint(ignore: ["*.relative_position_index"])
  input image: [3, size, size] preprocess(
    resize: size, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225], interpolation: bicubic
  )
  stem: {
    "0": { conv(stem, 3, stride: 2, padding: 1, bias: false); bn(eps: 1e-3); gelu }
    "1": { conv(stem, 3, padding: 1) }
  }
  blocks: repeat (width, n) in zip(widths, depths) { MaxViTBlock(width, n) }
  classifier: { global_avg_pool; flatten; layer_norm; linear(widths[-1]); tanh; linear(classes, bias: false) }
  if classes == 1000 { output it labels: IMAGENET }
}

network MaxViTT = MaxViT(stem: 64, widths: [64, 128, 256, 512], depths: [2, 2, 5, 2])
