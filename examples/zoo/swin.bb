## Swin transformer: hierarchical vision transformer using shifted windows (Liu et al., 2021).
##
## Figure 3: an image of 4x4 patches goes through four stages; between them 2x2 neighbours are merged
## (section 3.1). Attention sees windows of 7x7 tokens, which every other block shifts by 3 (section
## 3.2); what a shift brings together from opposite edges is hidden from each other. A bias learned
## for each of the 13x13 relative positions is added (equation 4). Names are torchvision's.

import "../labels/imagenet.bb"

# Where each pair of a window's 49 tokens finds its bias.
const pairs: int32 [49, 49] = (i, j) -> (i // 7 - j // 7 + 6) * 13 + i % 7 - j % 7 + 6

# Windows are taken from the padded and rolled image at once, each token by the number of its pixel.
block ShiftedWindowAttention(heads: int, shift: int) : [h, w, d] -> [h, w, d] {
  param relative_position_bias_table: [169, heads]
  let rows = ceil(h / 7)
  let columns = ceil(w / 7)
  let down = if rows > 1 then shift else 0
  let right = if columns > 1 then shift else 0
  const pixels: int32 [rows * columns, 49] = (n, i) -> (n // columns * 7 + i // 7 + down) % (7 * rows) * 7 * columns +
    (n % columns * 7 + i % 7 + right) % (7 * columns)
  const tokens: int32 [h, w] = (y, x) ->
    ((y - down) % (7 * rows) // 7 * columns + (x - right) % (7 * columns) // 7) * 49 + (y - down) % 7 * 7 + (x - right) % 7
  identity as image
  gather(relative_position_bias_table, pairs) -> permute([2, 0, 1]) -> reshape([1, heads, 49, 49]) as bias
  if down + right > 0 {
    const regions: [rows * columns, 49] = (n, i) ->
      (if n // columns < rows - 1 or down == 0 then 0 else if i // 7 < 7 - down then 1 else 2) * 3 +
      (if n % columns < columns - 1 or right == 0 then 0 else if i % 7 < 7 - right then 1 else 2)
    regions -> reshape([-1, 1, 49, 1]) as asking
    regions -> reshape([-1, 1, 1, 49]) as asked
    sub(asking, asked) -> mul(it, it) -> affine(scale: -100) as hidden
  }
  image -> pad(axis: 0, after: 7 * rows - h) -> pad(axis: 1, after: 7 * columns - w)
  reshape([-1, d])
  gather(it, pixels)
  qkv: linear(3 * d)
  split(3) -> attention(heads, bias: if down + right > 0 then add(hidden, bias) else bias)
  proj: linear(d)
  reshape([-1, d])
  gather(it, tokens)
}

block SwinBlock(heads: int, shift: int) : [h, w, d] -> [h, w, d] {
  add { | identity | { norm1: layer_norm; attn: ShiftedWindowAttention(heads, shift); drop_path } }
  add { | identity | { norm2: layer_norm; mlp: { linear(4 * d); gelu; dropout; linear(d) }; drop_path } }
}

block PatchMerging : [h, w, d] -> [ceil(h / 2), ceil(w / 2), 2 * d] {
  pad(axis: 0, after: h % 2) -> pad(axis: 1, after: w % 2)
  reshape([ceil(h / 2), 2, ceil(w / 2), 2, d]) -> permute([0, 2, 3, 1, 4]) -> reshape([ceil(h / 2), ceil(w / 2), 4 * d])
  norm: layer_norm(axis: -1)
  reduction: linear(2 * d, bias: false)
}

network Swin(width: int, depths: list, heads: list, resize: int, classes: int = 1000, size: int = 224) {
  checkpoint(ignore: ["*.relative_position_index"])
  input image: [3, size, size] preprocess(resize: resize, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225], interpolation: bicubic)
  features: {
    "0": { conv(width, 4, stride: 4); permute([1, 2, 0]); layer_norm }
    repeat (stage, (n, parts)) in enumerate(zip(depths, heads)) {
      if stage > 0 { "{2 * stage}": PatchMerging }
      "{2 * stage + 1}": repeat i in 0..n { SwinBlock(parts, shift: i % 2 * 3) }
    }
  }
  norm: layer_norm
  permute([2, 0, 1]) -> global_avg_pool -> flatten
  head: linear(classes)
  if classes == 1000 { output it labels: IMAGENET }
}

network SwinT = Swin(width: 96, depths: [2, 2, 6, 2], heads: [3, 6, 12, 24], resize: 232)
network SwinS = Swin(width: 96, depths: [2, 2, 18, 2], heads: [3, 6, 12, 24], resize: 246)
network SwinB = Swin(width: 128, depths: [2, 2, 18, 2], heads: [4, 8, 16, 32], resize: 238)
