## Attention is all you need (Vaswani et al., 2017).
##
## Figure 1: an encoder of six layers reads the source, a decoder of six layers attends to what the
## encoder made of it and, causally, to the target so far. Section 3.4: one table embeds source and
## target and is the weight of the last linear layer too; section 3.5: positions are sines and
## cosines. Table 3 gives `Base`. Each part is followed by the norm of its sum with what went around
## it. Names are PyTorch's `nn.Transformer`; `TransformerStack` is that module, which works on
## features and has a further norm after encoder and decoder.

block FeedForward(hidden: int) : [t, d] -> [t, d] {
  linear1: linear(hidden)
  relu
  linear2: linear(d)
}

block EncoderLayer(heads: int, hidden: int) : [t, d] -> [t, d] {
  add { | identity | self_attn: multihead_attention(heads) }
  norm1: layer_norm
  add { | identity | { linear1: linear(hidden); relu; linear2: linear(d) } }
  norm2: layer_norm
}

block DecoderLayer(memory: tensor, heads: int, hidden: int, causal: bool) : [t, d] -> [t, d] {
  add { | identity | self_attn: multihead_attention(heads, causal: causal) }
  norm1: layer_norm
  add { | identity | multihead_attn: multihead_attention(it, memory, heads: heads) }
  norm2: layer_norm
  add { | identity | { linear1: linear(hidden); relu; linear2: linear(d) } }
  norm3: layer_norm
}

block EncoderDecoder(source: tensor, depth: int, heads: int, hidden: int, causal: bool = true, norms: bool = false) : [t, d] -> [t, d] {
  identity as target
  encoder: {
    source -> identity
    layers: repeat depth { EncoderLayer(heads, hidden) }
    if norms { norm: layer_norm }
  } as memory
  decoder: {
    target -> identity
    layers: repeat depth { DecoderLayer(memory, heads, hidden, causal) }
    if norms { norm: layer_norm }
  }
}

# Section 3.4: embeddings are scaled by the root of their width.
block Positions : [t, d] -> [t, d] {
  affine(scale: sqrt(d))
  add { | identity | arange -> sinusoid(d) }
}

network Transformer(depth: int = 6, width: int = 512, heads: int = 8, hidden: int = 2048, vocabulary: int = 37000, tokens: int = 128) {
  input src: int32 [tokens]
  input tgt: int32 [tokens]
  share embed = embedding(vocabulary, width)
  src -> embed -> Positions as source
  tgt -> embed -> Positions
  transformer: EncoderDecoder(source, depth, heads, hidden)
  generator: linear(vocabulary, bias: false, weight: embed.weight)
}

network TransformerStack(depth: int = 6, width: int = 512, heads: int = 8, hidden: int = 2048, tokens: int = 32, causal: bool = false) {
  input src: [tokens, width]
  input tgt: [tokens, width]
  tgt -> EncoderDecoder(src, depth, heads, hidden, causal: causal, norms: true)
}

network TransformerBase       = Transformer()
network TransformerStackCausal = TransformerStack(causal: true)
