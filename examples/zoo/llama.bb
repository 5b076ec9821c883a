## Llama: open and efficient foundation language models (Touvron et al., 2023), as the Llama 3 models
## have it (Grattafiori et al., 2024).
##
## Llama, section 2.2: a decoder with RMS norms before each part, SwiGLU and rotary positions. Llama 3,
## section 3.2: heads of the queries share those of keys and values (Ainslie et al., 2023), base 500,000.
## `Llama3_2_1B` is the smallest of version 3.2, whose positions are scaled for longer texts, and whose head
## is the table of words again; `SmolLM135M` (Allal et al., 2024) is Llama in another size. Names are those of
## the published checkpoints in Hugging Face's library. The output is the scores of every position's next
## token.

block SelfAttention(heads: int, kv_heads: int, rope: layer) : [t, d] -> [t, d] {
  parallel {
    | { q_proj: linear(d, bias: false); rope(heads) }
    | { k_proj: linear(d / heads * kv_heads, bias: false); rope(kv_heads) }
    | v_proj: linear(d / heads * kv_heads, bias: false)
  }
  attention(heads, kv_heads: kv_heads, causal: true)
  o_proj: linear(d, bias: false)
}

# SwiGLU (Shazeer, 2020).
block GatedMlp(hidden: int) : [t, d] -> [t, d] {
  mul {
    | { gate_proj: linear(hidden, bias: false); silu }
    | up_proj: linear(hidden, bias: false)
  }
  down_proj: linear(d, bias: false)
}

block Layer(heads: int, kv_heads: int, hidden: int, rope: layer) : [t, d] -> [t, d] {
  add {
    | identity
    | { input_layernorm: rms_norm(eps: 1e-5); self_attn: SelfAttention(heads, kv_heads, rope) }
  }
  add {
    | identity
    | { post_attention_layernorm: rms_norm(eps: 1e-5); mlp: GatedMlp(hidden) }
  }
}

network Llama(depth: int, width: int, heads: int, kv_heads: int, hidden: int, vocabulary: int, rope: layer = rotary, tokens: int = 128) {
  checkpoint(ignore: ["lm_head.weight"])  # the embedding once more
  input input_ids: int32 [tokens]
  model: {
    embed_tokens: embedding(vocabulary, width)
    layers: repeat depth { Layer(heads, kv_heads, hidden, rope) }
    norm: rms_norm(eps: 1e-5)
  }
  lm_head: linear(vocabulary, bias: false, weight: model.embed_tokens.weight)
}

network Llama3_2_1B = Llama(
  depth: 16, width: 2048, heads: 32, kv_heads: 8, hidden: 8192, vocabulary: 128256,
  rope: rotary(base: 500000, factor: 32, original: 8192)
)
network SmolLM135M = Llama(depth: 30, width: 576, heads: 9, kv_heads: 3, hidden: 1536, vocabulary: 49152)
