## Swin transformer V2: scaling up capacity and resolution (Liu et al., 2022).
##
## Section 3.2: norms stand behind attention and perceptron. Section 3.3: scores are cosines, scaled by what
## each head has learned. Section 3.4: biases are made of logarithms of relative positions by a small
## network, so that they fit windows of any size. Everything else is Swin's; names are torchvision's. Keys
## have no bias: torchvision's files have one, which it does not add.

import "../labels/imagenet.bb"

# How far the tokens of a pair lie apart, from -7 to 7, as equation 5 has it, and where each pair finds it.
const distances: [225, 2] = (n, axis) -> (if axis == 0 then if n < 105 then -1 else 1 else if n % 15 < 7 then -1 else 1) *
  log(1 + 8 * abs(if axis == 0 then n // 15 - 7 else n % 15 - 7) / 7) / log(8)
const pairs: int32 [64, 64] = (i, j) -> (i // 8 - j // 8 + 7) * 15 + i % 8 - j % 8 + 7

# Windows are taken from the padded and rolled image at once, each token by the number of its pixel.
block ShiftedWindowAttention(heads: int, shift: int) : [h, w, d] -> [h, w, d] {
  param logit_scale: [heads, 1, 1]
  let rows = ceil(h / 8)
  let columns = ceil(w / 8)
  let down = if rows > 1 then shift else 0
  let right = if columns > 1 then shift else 0
  const pixels: int32 [rows * columns, 64] = (n, i) -> (n // columns * 8 + i // 8 + down) % (8 * rows) * 8 * columns +
    (n % columns * 8 + i % 8 + right) % (8 * columns)
  const tokens: int32 [h, w] = (y, x) ->
    ((y - down) % (8 * rows) // 8 * columns + (x - right) % (8 * columns) // 8) * 64 + (y - down) % 8 * 8 + (x - right) % 8
  identity as image
  distances -> cpb_mlp: { linear(512); relu; linear(heads, bias: false) } as table
  gather(table, pairs) -> permute([2, 0, 1]) -> sigmoid -> affine(scale: 16) -> reshape([1, heads, 64, 64]) as bias
  if down + right > 0 {
    const regions: [rows * columns, 64] = (n, i) ->
      (if n // columns < rows - 1 or down == 0 then 0 else if i // 8 < 8 - down then 1 else 2) * 3 +
      (if n % columns < columns - 1 or right == 0 then 0 else if i % 8 < 8 - right then 1 else 2)
    regions -> reshape([-1, 1, 64, 1]) as one
    regions -> reshape([-1, 1, 1, 64]) as other
    sub(one, other) -> mul(it, it) -> affine(scale: -100) as hidden
  }
  const ones: [heads] = 1
  logit_scale -> clamp(max: log(100)) -> exp -> flatten -> concat(it, ones, axis: 0) -> reshape([1, 1, 2 * heads, 1]) as sharpness
  image -> pad(axis: 0, after: 8 * rows - h) -> pad(axis: 1, after: 8 * columns - w)
  reshape([-1, d])
  gather(it, pixels) -> reshape([-1, d]) as windows
  qkv: {
    param weight: [3 * d, d]
    param bias: [3 * d]
    const heard: [3 * d] = i -> if i // d == 1 then 0 else 1
    mul(bias, heard) -> reshape([1, 3 * d]) -> add(matmul(windows, weight, transpose: true), it)
  }
  reshape([-1, 64, 3 * d])
  split(2 * d, d) as (both, values)
  both -> reshape([-1, 64, 2 * heads, d / heads]) -> normalize(axis: -1) -> mul(it, sharpness) -> reshape([-1, 64, 2 * d])
  split(2, axis: -1) as (queries, keys)
  attention(queries, keys, values, heads, scale: 1, bias: if down + right > 0 then add(hidden, bias) else bias)
  proj: linear(d)
  reshape([-1, d])
  gather(it, tokens)
}

block SwinBlock(heads: int, shift: int) : [h, w, d] -> [h, w, d] {
  add { | identity | { attn: ShiftedWindowAttention(heads, shift); norm1: layer_norm; drop_path } }
  add { | identity | { mlp: { linear(4 * d); gelu; dropout; linear(d) }; norm2: layer_norm; drop_path } }
}

block PatchMerging : [h, w, d] -> [ceil(h / 2), ceil(w / 2), 2 * d] {
  pad(axis: 0, after: h % 2) -> pad(axis: 1, after: w % 2)
  reshape([ceil(h / 2), 2, ceil(w / 2), 2, d]) -> permute([0, 2, 3, 1, 4]) -> reshape([ceil(h / 2), ceil(w / 2), 4 * d])
  reduction: linear(2 * d, bias: false, axis: -1)
  norm: layer_norm
}

network SwinV2(width: int, depths: list, heads: list, resize: int, classes: int = 1000, size: int = 256) {
  checkpoint(ignore: ["*.relative_position_index", "*.relative_coords_table"])
  input image: [3, size, size] preprocess(
    resize: resize, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225], interpolation: bicubic
  )
  features: {
    "0": { conv(width, 4, stride: 4); permute([1, 2, 0]); layer_norm }
    repeat (stage, (n, parts)) in enumerate(zip(depths, heads)) {
      if stage > 0 { "{2 * stage}": PatchMerging }
      "{2 * stage + 1}": repeat i in 0..n { SwinBlock(parts, shift: i % 2 * 4) }
    }
  }
  norm: layer_norm
  permute([2, 0, 1]) -> global_avg_pool -> flatten
  head: linear(classes)
  if classes == 1000 { output it labels: IMAGENET }
}

network SwinV2T = SwinV2(width: 96, depths: [2, 2, 6, 2], heads: [3, 6, 12, 24], resize: 260)
