## Qwen3 technical report (Yang et al., 2025).
##
## Section 2 and table 1: a decoder as Llama's, with shared heads of keys and values, SwiGLU and rotary positions of base
## 1,000,000; queries and keys are normed head by head, and heads are 128 wide whatever the width is. The head of the
## two smallest is the table of words again. Names are those of the published checkpoints in Hugging Face's library.
## The output is the scores of every position's next token.

import "llama.bb"

# A norm of each head's features, one for all heads.
inline block HeadNorm(label: string, size: int) : [t, d] -> [t, d] {
  reshape([t, d / size, size])
  "{label}": rms_norm(eps: 1e-6, axis: -1)
  reshape([t, d])
}

block NormedAttention(heads: int, kv_heads: int, size: int) : [t, d] -> [t, d] {
  parallel {
    | { q_proj: linear(heads * size, bias: false); HeadNorm("q_norm", size); rotary(heads, base: 1000000) }
    | { k_proj: linear(kv_heads * size, bias: false); HeadNorm("k_norm", size); rotary(kv_heads, base: 1000000) }
    | v_proj: linear(kv_heads * size, bias: false)
  }
  attention(heads, kv_heads: kv_heads, causal: true)
  o_proj: linear(d, bias: false)
}

block QwenLayer(heads: int, kv_heads: int, size: int, hidden: int) : [t, d] -> [t, d] {
  add { | identity | { input_layernorm: rms_norm(eps: 1e-6); self_attn: NormedAttention(heads, kv_heads, size) } }
  add { | identity | { post_attention_layernorm: rms_norm(eps: 1e-6); mlp: GatedMlp(hidden) } }
}

network Qwen3(depth: int, width: int, heads: int, hidden: int, kv_heads: int = 8, size: int = 128, vocabulary: int = 151936, tokens: int = 128) {
  checkpoint(ignore: ["lm_head.weight"])
  input input_ids: int32 [tokens]
  model: {
    embed_tokens: embedding(vocabulary, width)
    layers: repeat depth { QwenLayer(heads, kv_heads, size, hidden) }
    norm: rms_norm(eps: 1e-6)
  }
  lm_head: linear(vocabulary, bias: false, weight: model.embed_tokens.weight)
}

network Qwen3_0_6B = Qwen3(depth: 28, width: 1024, heads: 16, hidden: 3072)
