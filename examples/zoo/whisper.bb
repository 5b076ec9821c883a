## Robust speech recognition via large-scale weak supervision (Radford et al., 2022).
##
## Figure 1: two convolutions with GELU over the log-mel spectrogram of 30 seconds, the second of stride 2;
## encoder and decoder of as many layers with norms before each part. Positions are sinusoids in the encoder,
## which the checkpoint holds, and learned in the decoder; keys have no bias. Table 1: Tiny and Base. Names are
## those of the published checkpoints in Hugging Face's library. The inputs are a spectrogram and the first
## tokens of its text; the output is the scores of every position's next token.

block Attention(memory: tensor, heads: int, causal: bool = false) : [t, d] -> [t, d] {
  parallel {
    | q_proj: linear(d)
    | memory -> k_proj: linear(d, bias: false)
    | memory -> v_proj: linear(d)
  }
  attention(heads, causal: causal)
  out_proj: linear(d)
}

inline block SelfAttention(heads: int, causal: bool) : [t, d] -> [t, d] {
  add { | identity | { self_attn_layer_norm: layer_norm; self_attn: Attention(it, heads, causal) } }
}

inline block Mlp : [t, d] -> [t, d] {
  add { | identity | { final_layer_norm: layer_norm; fc1: linear(4 * d); gelu; fc2: linear(d) } }
}

block EncoderLayer(heads: int) : [t, d] -> [t, d] {
  SelfAttention(heads, causal: false)
  Mlp
}

block DecoderLayer(memory: tensor, heads: int) : [t, d] -> [t, d] {
  SelfAttention(heads, causal: true)
  add { | identity | { encoder_attn_layer_norm: layer_norm; encoder_attn: Attention(memory, heads) } }
  Mlp
}

network Whisper(depth: int, width: int, heads: int, mels: int = 80, frames: int = 3000, positions: int = 448, vocabulary: int = 51865, tokens: int = 4) {
  checkpoint(ignore: ["proj_out.weight"])
  input input_features: [mels, frames]
  input decoder_input_ids: int32 [tokens]
  model: {
    encoder: {
      input_features -> permute([1, 0])
      conv1: conv1d(width, 3, padding: 1)
      gelu
      conv2: conv1d(width, 3, stride: 2, padding: 1)
      gelu
      buffer "embed_positions.weight": [frames // 2, width] as sinusoids
      add(it, sinusoids)
      layers: repeat depth { EncoderLayer(heads) }
      layer_norm: layer_norm
    } as memory
    decoder: {
      decoder_input_ids -> embed_tokens: embedding(vocabulary, width)
      param "embed_positions.weight": [positions, width] as places
      add(it, slice(places, axis: 0, end: tokens))
      layers: repeat depth { DecoderLayer(memory, heads) }
      layer_norm: layer_norm
    }
  }
  proj_out: linear(vocabulary, bias: false, weight: model.decoder.embed_tokens.weight)
}

network WhisperTiny = Whisper(depth: 4, width: 384, heads: 6)
network WhisperBase = Whisper(depth: 6, width: 512, heads: 8)
