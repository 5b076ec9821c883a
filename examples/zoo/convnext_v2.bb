## ConvNeXt V2: co-designing and scaling ConvNets with masked autoencoders (Woo et al., 2023).
##
## ConvNeXt's blocks without its layer scale, with a global response norm between the two linear layers (section 3,
## algorithm 1): each channel is weighed by how strong it is over all of the image beside the others. Table 1 and
## appendix A.1: Tiny and Base. Names are timm's.

import "../labels/imagenet.bb"

# Algorithm 1: gamma and beta begin at 0, and the norm as identity.
block GlobalResponseNorm : [h, w, d] -> [h, w, d] {
  param weight: [d] init: 0
  param bias: [d] init: 0
  it as x
  weight -> reshape([1, 1, d]) as gamma
  bias -> reshape([1, 1, d]) as beta
  x -> square -> sum(axis: [0, 1], keep: true) -> sqrt as strength
  strength -> mean(axis: -1, keep: true) -> affine(shift: 1e-6) as average
  div(strength, average) -> mul(it, gamma)
  mul(x, it) -> add(it, beta)
  add(x, it)
}

block Block : [c, h, w] -> [c, h, w] {
  add {
    | identity
    | {
        conv_dw: conv(c, 7, padding: 3, groups: c)
        permute([1, 2, 0])
        norm: layer_norm(eps: 1e-6)
        mlp: { fc1: linear(4 * c); gelu; grn: GlobalResponseNorm; fc2: linear(c) }
        permute([2, 0, 1])
        drop_path
      }
  }
}

network ConvNeXtV2(widths: list, depths: list, classes: int = 1000, size: int = 224) {
  input image: [3, size, size] preprocess(
    resize: 256, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225], interpolation: bicubic
  )
  stem: { conv(widths[0], 4, stride: 4); layer_norm(axis: 0, eps: 1e-6) }
  stages: repeat (stage, (width, n)) in enumerate(zip(widths, depths)) {
    "{stage}": {
      if stage > 0 { downsample: { layer_norm(axis: 0, eps: 1e-6); conv(width, 2, stride: 2) } }
      blocks: repeat n { Block }
    }
  }
  global_avg_pool
  head: { norm: layer_norm(axis: 0, eps: 1e-6); flatten; fc: linear(classes) }
  if classes == 1000 { output it labels: IMAGENET }
}

network ConvNeXtV2T = ConvNeXtV2(widths: [96, 192, 384, 768], depths: [3, 3, 9, 3])
network ConvNeXtV2B = ConvNeXtV2(widths: [128, 256, 512, 1024], depths: [3, 3, 27, 3])
