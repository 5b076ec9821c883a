## Attention is all you need (Vaswani et al., 2017).
##
## Figure 1: an encoder of six layers reads the source, a decoder of six layers attends to what the
## encoder made of it and, causally, to the target so far. Section 3.4: one table embeds source and
## target and is the weight of the last linear layer too; section 3.5: positions are sines and
## cosines. Table 3 gives `Base`. Each part is followed by the norm of its sum with what went around
## it. Names are PyTorch's `nn.Transformer`; `TransformerStack` is that module, which works on
## features and has a further norm after encoder and decoder.

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

block Encoder(depth: int, heads: int, hidden: int, last_norm: bool = false) : [t, d] -> [t, d] {
  layers: repeat depth { EncoderLayer(heads, hidden) }
  if last_norm { norm: layer_norm }
}

block Decoder(memory: tensor, depth: int, heads: int, hidden: int, causal: bool = true, last_norm: bool = false) : [t, d] -> [t, d] {
  layers: repeat depth { DecoderLayer(memory, heads, hidden, causal) }
  if last_norm { norm: layer_norm }
}

# Section 3.4: embeddings are scaled by the root of their width.
block Positions : [t, d] -> [t, d] {
  affine(scale: sqrt(d))
  add { | identity | arange -> sinusoid(d) }
}

network Transformer(depth: int, width: int, heads: int, hidden: int, vocabulary: int = 37000, tokens: int = 128) {
  input src: int32 [tokens]
  input tgt: int32 [tokens]
  share embed = embedding(vocabulary, width)
  src -> embed -> Positions -> encoder: Encoder(depth, heads, hidden) as memory
  tgt -> embed -> Positions -> decoder: Decoder(memory, depth, heads, hidden)
  linear(vocabulary, bias: false, weight: embed.weight)
}

network TransformerStack(depth: int = 6, width: int = 512, heads: int = 8, hidden: int = 2048, tokens: int = 32, causal: bool = false) {
  input src: [tokens, width]
  input tgt: [tokens, width]
  src -> encoder: Encoder(depth, heads, hidden, last_norm: true) as memory
  tgt -> decoder: Decoder(memory, depth, heads, hidden, causal, last_norm: true)
}

network TransformerBase        = Transformer(depth: 6, width: 512, heads: 8, hidden: 2048)
network TransformerStackCausal = TransformerStack(causal: true)
