## Exploring the limits of transfer learning with a unified text-to-text transformer (Raffel et al., 2020).
##
## Section 2.1: the transformer with RMS norms before each part and no biases; scores are not scaled, and
## positions are numbers that are added to them: one for each head and each of 32 buckets of distances, the
## same in all layers of a stack. Half of the buckets hold one distance each, the others share those up to 128
## by their logarithms; the encoder has buckets for both directions. Section 3.7: `T5Small` has 6 layers in each
## stack and about 60 million parameters. This is one pass of encoder and decoder; names are those of the
## published checkpoint in Hugging Face's library. The output is the scores of every position's next token.

inline block RelativeBias(tokens: int, heads: int, both: bool, buckets: int = 32, furthest: int = 128) {
  let count = if both then buckets / 2 else buckets
  let near = count / 2
  # a causal query sees no key behind it
  const bucket: int32 [tokens, tokens] = (i, j) ->
    (if both and j > i then count else 0) + (
      if abs(i - j) < near then (if both then abs(i - j) else max(0, i - j))
      else if j > i and not both then 0
      else min(count - 1, near + floor(log(abs(i - j) / near) / log(furthest / near) * (count - near)))
    )
  param "block.0.layer.0.SelfAttention.relative_attention_bias.weight": [buckets, heads] as table
  gather(table, bucket)
  permute([2, 0, 1])
}

# Queries of what flows, keys and values of the memory.
inline block Project(memory: tensor, width: int) {
  parallel {
    | q: linear(width, bias: false)
    | memory -> k: linear(width, bias: false)
    | memory -> v: linear(width, bias: false)
  }
}

block SelfAttention(position: tensor, heads: int, head_size: int, causal: bool) : [t, d] -> [t, d] {
  Project(it, heads * head_size)
  attention(heads, scale: 1, causal: causal, bias: position)
  o: linear(d, bias: false)
}

block CrossAttention(memory: tensor, heads: int, head_size: int) : [t, d] -> [t, d] {
  Project(memory, heads * head_size)
  attention(heads, scale: 1)
  o: linear(d, bias: false)
}

# A part with the norm before it and a skip around it.
block Around(name: string, part: layer) : [t, d] -> [t, d] {
  add { | identity | { layer_norm: rms_norm(eps: 1e-6); "{name}": part } }
}

block Dense(hidden: int) : [t, d] -> [t, d] {
  wi: linear(hidden, bias: false)
  relu
  wo: linear(d, bias: false)
}

network T5(depth: int, width: int, heads: int, head_size: int, hidden: int, vocabulary: int = 32128, tokens: int = 128, targets: int = 32) {
  # files repeat the table of words, and have biases that nothing reads
  checkpoint(ignore: ["*coder.embed_tokens.weight", "lm_head.weight", "*.EncDecAttention.relative_attention_bias.weight"])
  input input_ids: int32 [tokens]
  input decoder_input_ids: int32 [targets]
  share shared = embedding(vocabulary, width)

  encoder: {
    RelativeBias(tokens, heads, both: true) as position
    input_ids -> shared
    repeat i in 0..depth {
      "block.{i}.layer": {
        Around("SelfAttention", SelfAttention(position, heads, head_size, causal: false))
        Around("DenseReluDense", Dense(hidden))
      }
    }
    final_layer_norm: rms_norm(eps: 1e-6)
  } as memory

  decoder: {
    RelativeBias(targets, heads, both: false) as places
    decoder_input_ids -> shared
    repeat i in 0..depth {
      "block.{i}.layer": {
        Around("SelfAttention", SelfAttention(places, heads, head_size, causal: true))
        Around("EncDecAttention", CrossAttention(memory, heads, head_size))
        Around("DenseReluDense", Dense(hidden))
      }
    }
    final_layer_norm: rms_norm(eps: 1e-6)
  }

  affine(width ** -0.5)
  linear(vocabulary, bias: false, weight: shared.weight)
}

network T5Small = T5(depth: 6, width: 512, heads: 8, head_size: 64, hidden: 2048)
