## An image is worth 16x16 words: transformers for image recognition at scale (Dosovitskiy et al.,
## 2020).
##
## Figure 1: the image is cut into patches, each of which a linear map turns into a token; a class
## token goes before them and positions are learned; a transformer encoder follows, and the class
## token's last state is classified. Table 1 gives the sizes: Base, Large, Huge. Names are
## torchvision's.

import "../labels/imagenet.bb"

# Figure 1, right: a layer norm before each part, a skip around it.
block EncoderLayer(heads: int, mlp: int) : [t, d] -> [t, d] {
  add {
    | identity
    | {
        ln_1: layer_norm(eps: 1e-6)
        self_attention: multihead_attention(heads)
      }
  }
  add {
    | identity
    | {
        ln_2: layer_norm(eps: 1e-6)
        mlp: { linear(mlp); gelu; dropout; linear(d) }
      }
  }
}

network ViT(patch: int, depth: int, width: int, mlp: int, heads: int, classes: int = 1000, size: int = 224) {
  checkpoint(rename: ["mlp.linear_1" -> "mlp.0", "mlp.linear_2" -> "mlp.3"])  # those of torchvision 0.12, which are published
  input image: [3, size, size] preprocess(resize: size * 8 // 7, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])
  param class_token: [1, 1, width]
  let patches = (size // patch) ** 2

  # A convolution whose windows do not overlap is the linear map of each patch.
  conv_proj: conv(width, patch, stride: patch)
  reshape([width, patches])
  permute([1, 0])

  encoder: {
    param pos_embedding: [1, patches + 1, width]
    concat(axis: 0) { | class_token -> reshape([1, width]) | identity }
    add { | identity | pos_embedding -> reshape([patches + 1, width]) }
    layers: repeat i in 0..depth { "encoder_layer_{i}": EncoderLayer(heads, mlp) }
    ln: layer_norm(eps: 1e-6)
  }

  slice(axis: 0, end: 1)
  flatten
  heads: { head: linear(classes) }
  if classes == 1000 { output it labels: IMAGENET }
}

network ViTB16 = ViT(patch: 16, depth: 12, width: 768, mlp: 3072, heads: 12)
network ViTB32 = ViT(patch: 32, depth: 12, width: 768, mlp: 3072, heads: 12)
network ViTL16 = ViT(patch: 16, depth: 24, width: 1024, mlp: 4096, heads: 16)
network ViTH14 = ViT(patch: 14, depth: 32, width: 1280, mlp: 5120, heads: 16)
