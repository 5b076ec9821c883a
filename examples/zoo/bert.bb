## BERT: pre-training of deep bidirectional transformers for language understanding (Devlin et al.,
## 2018).
##
## Figure 2: a token is the sum of its word, its segment and its position; section 3: an encoder of L
## layers of width H with A heads, Base (12, 768, 12) and Large (24, 1024, 16), the original
## transformer's with GELU. The outputs are the last states and the pooled state of the first token.
## This is the form for one text: all tokens are of the first segment. `PaddedBert` takes texts of
## several lengths, which are filled up to the longest: 1 says that a token is there, 0 that it is
## padding, which none attends to. Names are those of the published checkpoints in Hugging Face's
## library.

block SelfAttention(heads: int, attend: layer) : [t, d] -> [t, d] {
  parallel { | query: linear(d) | key: linear(d) | value: linear(d) }
  attend(heads)
}

# A linear layer, then the norm of the sum with what went around.
block AddNorm(skip: tensor) : [t, w] -> [t, skip.shape[1]] {
  dense:     linear(skip.shape[1])
  add(it, skip)
  LayerNorm: layer_norm(eps: 1e-12)
}

block Layer(heads: int, attend: layer) : [t, d] -> [t, d] {
  identity as x
  attention: { self: SelfAttention(heads, attend); "output": AddNorm(x) } as attended
  intermediate: { dense: linear(4 * d); gelu }
  "output": AddNorm(attended)
}

inline block Encoder(depth: int, width: int, heads: int, vocabulary: int, positions: int, attend: layer) : [t] -> [t, width] {
  embeddings: {
    word_embeddings: embedding(vocabulary, width)
    param "position_embeddings.weight": [positions, width] as places
    param "token_type_embeddings.weight": [2, width] as segments
    add(it, slice(places, axis: 0, end: t))
    add(it, slice(segments, axis: 0, end: 1))
    LayerNorm: layer_norm(eps: 1e-12)
  }
  encoder: { layer: repeat depth { Layer(heads, attend) } }
}

inline block Pooler : [t, d] -> [d] {
  slice(axis: 0, end: 1)
  flatten
  pooler: { dense: linear(d); tanh }
}

network Bert(depth: int, width: int, heads: int, vocabulary: int = 30522, positions: int = 512, tokens: int = 128) {
  # models with a head have a prefix, and the first files other words
  checkpoint(prefix: "bert.", ignore: ["cls.*", "*.position_ids"], rename: ["gamma" -> "weight", "beta" -> "bias"])
  input input_ids: int32 [tokens]
  Encoder(depth, width, heads, vocabulary, positions, attention) as states
  Pooler as pooled
  output states, pooled
}

network PaddedBert(depth: int, width: int, heads: int, vocabulary: int = 30522, positions: int = 512, tokens: int = 128) {
  checkpoint(prefix: "bert.", ignore: ["cls.*", "*.position_ids"], rename: ["gamma" -> "weight", "beta" -> "bias"])
  input input_ids: int32 [tokens]
  input attention_mask: int32 [tokens]
  attention_mask -> not_equal(0) as seen
  input_ids -> Encoder(depth, width, heads, vocabulary, positions, attention(mask: seen)) as states
  Pooler as pooled
  output states, pooled
}

network BertBase       = Bert(depth: 12, width: 768, heads: 12)
network BertLarge      = Bert(depth: 24, width: 1024, heads: 16)
network BertBasePadded = PaddedBert(depth: 12, width: 768, heads: 12)

# MiniLM (Wang et al., 2020), in the size that sentence embeddings use.
network MiniLM = Bert(depth: 6, width: 384, heads: 12)
