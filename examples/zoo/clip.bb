## Learning transferable visual models from natural language supervision (Radford et al., 2021).
##
## Section 2.4: a vision transformer with a norm before the first layer, and a causal transformer of texts;
## both have norms before each part and, as x * sigmoid(1.702 * x), an approximate GELU. An image is its class
## token, a text the state of its end, whose number is the largest; both are mapped to one space, where what
## belongs together is near. Names are those of the published checkpoint in Hugging Face's library. The
## outputs are the two embeddings, of length 1, and their scaled similarity.

block Attention(heads: int, causal: bool) : [t, d] -> [t, d] {
  parallel { | q_proj: linear(d) | k_proj: linear(d) | v_proj: linear(d) }
  attention(heads, causal: causal)
  out_proj: linear(d)
}

block Layer(heads: int, causal: bool) : [t, d] -> [t, d] {
  add { | identity | { layer_norm1: layer_norm; self_attn: Attention(heads, causal) } }
  add {
    | identity
    | {
        layer_norm2: layer_norm
        mlp: {
          fc1: linear(4 * d)
          mul { | identity | { affine(1.702); sigmoid } }
          fc2: linear(d)
        }
      }
  }
}

block Encoder(depth: int, heads: int, causal: bool) : [t, d] -> [t, d] {
  layers: repeat depth { Layer(heads, causal) }
}

# A learned vector for each position, added to the tokens.
inline block Positions : [t, d] -> [t, d] {
  param "position_embedding.weight": [t, d] as places
  add(it, places)
}

network Clip(image: int, patch: int, width: int, depth: int, heads: int, text_width: int, text_depth: int, text_heads: int, vocabulary: int = 49408, tokens: int = 77, projection: int = 512) {
  checkpoint(ignore: ["*.position_ids"])
  input pixel_values: [3, image, image] preprocess(
    resize: image,
    mean: [0.48145466, 0.4578275, 0.40821073],
    std: [0.26862954, 0.26130258, 0.27577711],
    interpolation: bicubic
  )
  input input_ids: int32 [tokens]
  param logit_scale: []

  text_model: {
    embeddings: {
      input_ids -> token_embedding: embedding(vocabulary, text_width)
      Positions
    }
    encoder: Encoder(text_depth, text_heads, causal: true)
    final_layer_norm: layer_norm
  } as texts
  gather(texts, argmax(input_ids, axis: 0))
  text_projection: linear(projection, bias: false)
  normalize(axis: -1) as text_embeds

  vision_model: {
    embeddings: {
      param class_embedding: [width]
      pixel_values -> patch_embedding: conv(width, patch, stride: patch, bias: false)
      reshape([width, (image // patch) ** 2])
      permute([1, 0])
      concat(reshape(class_embedding, [1, width]), it, axis: 0)
      Positions
    }
    pre_layrnorm: layer_norm
    encoder: Encoder(depth, heads, causal: false)
    slice(axis: 0, end: 1)
    flatten
    post_layernorm: layer_norm
  }
  visual_projection: linear(projection, bias: false)
  normalize(axis: -1) as image_embeds

  matmul(reshape(image_embeds, [1, projection]), reshape(text_embeds, [projection, 1]))
  mul(it, reshape(exp(logit_scale), [1, 1])) as logits_per_image
  output image_embeds, text_embeds, logits_per_image
}

network ClipViTB32 = Clip(
  image: 224, patch: 32, width: 768, depth: 12, heads: 12, text_width: 512, text_depth: 12, text_heads: 8
)
