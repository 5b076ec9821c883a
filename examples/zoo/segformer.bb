## SegFormer: simple and efficient design for semantic segmentation with transformers (Xie et al., 2021).
##
## Figure 2: four stages of blocks whose attention sees a smaller image (section 3.1), with a convolution in the
## middle of each MLP in the place of positions, and a decoder of linear layers. What comes out are the scores of
## ADE20K's classes at a quarter of the size. Names are those of NVIDIA's published files for transformers.

# Attention of every pixel to an image that is `ratio` times smaller.
block Attention(heads: int, ratio: int, side: int) : [t, d] -> [t, d] {
  self: {
    it as x
    if ratio > 1 {
      permute([1, 0])
      reshape([d, side, side])
      sr: conv(d, ratio, stride: ratio)
      reshape([d, t / ratio ** 2])
      permute([1, 0])
      layer_norm: layer_norm
    }
    it as seen
    x -> query: linear(d) as q
    seen -> key: linear(d) as k
    seen -> value: linear(d) as v
    attention(q, k, v, heads: heads)
  }
  "output": { dense: linear(d) }
}

# Mix-FFN, equation 3.
block MixFFN(side: int) : [t, d] -> [t, d] {
  dense1: linear(4 * d)
  permute([1, 0])
  reshape([4 * d, side, side])
  dwconv: { dwconv: conv(4 * d, 3, padding: 1, groups: 4 * d) }
  reshape([4 * d, t])
  permute([1, 0])
  gelu
  dense2: linear(d)
}

network SegFormer(widths: list, depths: list, decoder: int, classes: int = 150, size: int = 512) {
  input image: [3, size, size] preprocess(mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])

  "segformer.encoder": {
    repeat (i, width, n, heads, ratio) in zip([0, 1, 2, 3], widths, depths, [1, 2, 5, 8], [8, 4, 2, 1]) {
      let side = size // (4 * 2 ** i)
      "patch_embeddings.{i}": {
        proj: conv(width, if i == 0 then 7 else 3, stride: if i == 0 then 4 else 2, padding: if i == 0 then 3 else 1)
        reshape([width, side * side])
        permute([1, 0])
        layer_norm: layer_norm
      }
      repeat j in 0..n {
        "block.{i}.{j}": {
          add { | identity | { layer_norm_1: layer_norm; attention: Attention(heads, ratio, side) } }
          add { | identity | { layer_norm_2: layer_norm; mlp: MixFFN(side) } }
        }
      }
      "layer_norm.{i}": layer_norm
      permute([1, 0])
      reshape([width, side, side]) as features[i]
    }
  }
  decode_head: {
    repeat i in 0..4 {
      let side = size // (4 * 2 ** i)
      features[i] -> reshape([widths[i], side * side]) -> permute([1, 0]) -> "linear_c.{i}.proj": linear(decoder)
      permute([1, 0])
      reshape([decoder, side, side])
      upsample(size: (size // 4, size // 4), mode: bilinear) as level[i]
    }
    concat(level[3], level[2], level[1], level[0], axis: 0)
    linear_fuse: conv(decoder, 1, bias: false)
    batch_norm: bn
    relu
    dropout(0.1)
    classifier: conv(classes, 1)
  }
}

network SegFormerB0 = SegFormer(widths: [32, 64, 160, 256], depths: [2, 2, 2, 2], decoder: 256)
