## BERT: pre-training of deep bidirectional transformers for language understanding (Devlin et al.,
## 2018).
##
## Figure 2: a token is the sum of its word, its segment and its position; section 3: an encoder of L
## layers of width H with A heads, Base (12, 768, 12) and Large (24, 1024, 16), the original
## transformer's with GELU. The outputs are the last states and the pooled state of the first token.
## This is the form for one text: all tokens are of the first segment. Names are those of the
## published checkpoints in Hugging Face's library.

# The first rows of a learned table, added to the tokens: one for each, or the same one for all.
block Learned(rows: int, used: int) : [t, d] -> [t, d] {
  param weight: [rows, d]
  add { | identity | weight -> slice(axis: 0, end: used) }
}

block SelfAttention(heads: int) : [t, d] -> [t, d] {
  parallel { | query: linear(d) | key: linear(d) | value: linear(d) }
  attention(heads)
}

# A linear layer, then the norm of the sum with what went around.
block AddNorm(skip: tensor) : [t, w] -> [t, skip.shape[1]] {
  dense:     linear(skip.shape[1])
  add(it, skip)
  LayerNorm: layer_norm(eps: 1e-12)
}

block Layer(heads: int, hidden: int) : [t, d] -> [t, d] {
  identity as x
  attention: { self: SelfAttention(heads); "output": AddNorm(x) } as attended
  intermediate: { dense: linear(hidden); gelu }
  "output": AddNorm(attended)
}

network Bert(depth: int, width: int, heads: int, vocabulary: int = 30522, positions: int = 512, tokens: int = 128) {
  # models with a head have a prefix, and the first files other words
  checkpoint(prefix: "bert.", ignore: ["cls.*", "*.position_ids"], rename: ["gamma" -> "weight", "beta" -> "bias"])
  input input_ids: int32 [tokens]

  embeddings: {
    word_embeddings:       embedding(vocabulary, width)
    position_embeddings:   Learned(positions, used: tokens)
    token_type_embeddings: Learned(2, used: 1)
    LayerNorm:             layer_norm(eps: 1e-12)
  }
  encoder: { layer: repeat depth { Layer(heads, hidden: 4 * width) } } as states

  slice(axis: 0, end: 1)
  flatten
  pooler: { dense: linear(width); tanh } as pooled
  output states, pooled
}

network BertBase  = Bert(depth: 12, width: 768, heads: 12)
network BertLarge = Bert(depth: 24, width: 1024, heads: 16)

# MiniLM (Wang et al., 2020), in the size that sentence embeddings use.
network MiniLM = Bert(depth: 6, width: 384, heads: 12)
