## Mamba: linear-time sequence modeling with selective state spaces (Gu and Dao, 2023).
##
## Figure 3: each layer norms, widens by two, mixes the last four tokens channel by channel, runs the
## selective state space model, is gated by what went around it, and narrows again; a skip goes around
## the layer. Algorithm 2: step size, B and C depend on the token. `Mamba130M` is the smallest model
## of table 12, with a vocabulary padded to 50280. Names are those of the published checkpoints in
## Hugging Face's library. The output is the scores of every position's next token.

# `rank` is the width through which the step size is projected.
block Mixer(expand: int, state: int, kernel: int) : [t, d] -> [t, d] {
  let wide = expand * d
  let rank = ceil(d / 16)
  param A_log: [wide, state]
  param D:     [wide]

  in_proj: linear(2 * wide, bias: false)
  split(2) -> parallel {
    | { conv1d: conv1d(wide, kernel, groups: wide, causal: true); silu as x }
    | silu as gate
  }

  x -> x_proj: linear(rank + 2 * state, bias: false) -> split(rank, state, state) -> parallel {
    | { dt_proj: linear(wide); softplus as delta }
    | identity as B
    | identity as C
  }
  A_log -> exp -> affine(scale: -1) as A
  selective_scan(x, delta, A, B, C, D)

  mul(it, gate)
  out_proj: linear(d, bias: false)
}

block Layer(expand: int = 2, state: int = 16, kernel: int = 4) : [t, d] -> [t, d] {
  add {
    | identity
    | { norm: rms_norm; mixer: Mixer(expand, state, kernel) }
  }
}

network Mamba(depth: int, width: int, tokens: int = 1024, vocabulary: int = 50280) {
  checkpoint(rename: ["embedding" -> "embeddings"], ignore: ["lm_head.weight"])  # the embedding once more
  input input_ids: int32 [tokens]
  backbone: {
    embeddings: embedding(vocabulary, width)
    layers:     repeat depth { Layer }
    norm_f:     rms_norm
  }
  lm_head: linear(vocabulary, bias: false, weight: backbone.embeddings.weight)
}

network Mamba130M     = Mamba(depth: 24, width: 768)
network Mamba130MAt64 = Mamba(depth: 24, width: 768, tokens: 64)
