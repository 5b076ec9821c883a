## Language models are unsupervised multitask learners (Radford et al., 2019).
##
## The transformer's decoder alone: a layer norm before each part and one at the end, a learned table
## of 1024 positions, and a head that is the table of words again. Table 2, first row, is `GPT2`; with
## the tied head it has 124 M parameters. The published checkpoint keeps the weights of its linear
## layers as [in, out]. The output is the scores of every position's next token.

block CausalAttention(heads: int) : [t, d] -> [t, d] {
  c_attn: linear(3 * d, transposed: true)
  split(3) -> attention(heads, causal: true)
  c_proj: linear(d, transposed: true)
}

block Layer(heads: int) : [t, d] -> [t, d] {
  add {
    | identity
    | { ln_1: layer_norm; attn: CausalAttention(heads) }
  }
  add {
    | identity
    | {
        ln_2: layer_norm
        mlp: {
          c_fc:   linear(4 * d, transposed: true)
          gelu(approximate: tanh)
          c_proj: linear(d, transposed: true)
        }
      }
  }
}

network GPT(depth: int, width: int, heads: int, tokens: int = 1024, positions: int = 1024, vocabulary: int = 50257) {
  # the published file has no prefix, a mask in each layer, and the head only where it is a model with one
  checkpoint(prefix: "transformer.", rename: ["*" -> "transformer.*"], ignore: ["h.*.attn.bias", "h.*.attn.masked_bias", "lm_head.weight"])
  input input_ids: int32 [tokens]
  transformer: {
    wte:  embedding(vocabulary, width)
    param "wpe.weight": [positions, width] as places
    add(it, slice(places, axis: 0, end: tokens))
    h:    repeat depth { Layer(heads) }
    ln_f: layer_norm
  }
  lm_head: linear(vocabulary, bias: false, weight: transformer.wte.weight)
}

network GPT2     = GPT(depth: 12, width: 768, heads: 12)
network GPT2At64 = GPT(depth: 12, width: 768, heads: 12, tokens: 64)
