## High-resolution image synthesis with latent diffusion models (Rombach et al., 2022), as Stable Diffusion
## 1.5 has it.
##
## Section 3: a U-Net takes the noise from a picture's latent of an eighth of its size, led by what an encoder
## has made of a text, to which all pixels attend; an autoencoder makes a latent of a picture, and its decoder
## the picture of a latent.
## Blocks are the residual blocks of DDPM and, on all levels but the lowest, transformers: self-attention,
## cross-attention and a gated GELU. There are 4 latent channels at 64 x 64, widths from 320 to 1280, 8 heads
## and 77 tokens of 768 features. `StableDiffusionUNet` is one step, whose output is the noise;
## `StableDiffusionEncoder` yields the mean of the latent's distribution, which is multiplied by 0.18215 then, and
## the logarithm of its variance; `StableDiffusionDecoder` takes a latent that is divided by 0.18215 already. Names are
## those of the files of `unet` and `vae` that are published for Hugging Face's diffusers.

# Without a time in the autoencoder.
block ResBlock(out: int, eps: float, time: layer = identity) : [c, h, w] -> [out, h, w] {
  add {
    | {
        norm1: group_norm(32, eps: eps)
        silu
        conv1: conv(out, 3, padding: 1)
        time
        norm2: group_norm(32, eps: eps)
        silu
        conv2: conv(out, 3, padding: 1)
      }
    | if c != out { conv_shortcut: conv(out, 1) }
  }
}

inline block AddTime(time: tensor) : [c, h, w] -> [c, h, w] {
  add { | identity | time -> silu -> time_emb_proj: linear(c) -> reshape([c, 1, 1]) }
}

# Every pixel is a token, and all attend to each other or to the text.
inline block Tokens : [c, h, w] -> [h * w, c] {
  reshape([c, h * w])
  permute([1, 0])
}

inline block Pixels(h: int, w: int) : [t, c] -> [c, h, w] {
  permute([1, 0])
  reshape([c, h, w])
}

inline block Attend(memory: tensor, heads: int, bias: bool) : [t, d] -> [t, d] {
  parallel {
    | to_q: linear(d, bias: bias)
    | memory -> to_k: linear(d, bias: bias)
    | memory -> to_v: linear(d, bias: bias)
  }
  attention(heads)
  "to_out.0": linear(d)
}

block Attention(memory: tensor, heads: int) : [t, d] -> [t, d] { Attend(memory, heads, bias: false) }

block PixelAttention : [c, h, w] -> [c, h, w] {
  add {
    | identity
    | { group_norm: group_norm(32, eps: 1e-6); Tokens; Attend(it, heads: 1, bias: true); Pixels(h, w) }
  }
}

block GatedGelu(hidden: int) : [t, d] -> [t, hidden] {
  proj: linear(2 * hidden)
  split(2) -> mul { | identity | gelu }
}

block TransformerLayer(text: tensor, heads: int) : [t, d] -> [t, d] {
  add { | identity | { norm1: layer_norm; attn1: Attention(it, heads) } }
  add { | identity | { norm2: layer_norm; attn2: Attention(text, heads) } }
  add { | identity | { norm3: layer_norm; "ff.net": { "0": GatedGelu(4 * d); "2": linear(d) } } }
}

block SpatialTransformer(text: tensor, heads: int) : [c, h, w] -> [c, h, w] {
  add {
    | identity
    | {
        norm: group_norm(32, eps: 1e-6)
        proj_in: conv(c, 1)
        Tokens
        "transformer_blocks.0": TransformerLayer(text, heads)
        Pixels(h, w)
        proj_out: conv(c, 1)
      }
  }
}

network UNet(widths: list, size: int = 64, heads: int = 8, words: int = 768, tokens: int = 77, channels: int = 4) {
  input sample:                [channels, size, size]
  input timestep:              []
  input encoder_hidden_states: [tokens, words]

  timestep -> sinusoid(widths[0], interleaved: false) -> split(2) as (sines, cosines)
  concat(cosines, sines) -> time_embedding: {
    linear_1: linear(4 * widths[0])
    silu
    linear_2: linear(4 * widths[0])
  } as time

  # Whatever is made on the way down is a skip, and each is used once on the way up.
  let last = len(widths) - 1
  sample -> conv_in: conv(widths[0], 3, padding: 1) as skip[0]
  repeat (level, width) in enumerate(widths) {
    "down_blocks.{level}": {
      repeat i in 0..2 {
        "resnets.{i}": ResBlock(width, eps: 1e-5, time: AddTime(time))
        if level < last { "attentions.{i}": SpatialTransformer(encoder_hidden_states, heads) }
        identity as skip[3 * level + i + 1]
      }
      if level < last { "downsamplers.0.conv": conv(width, 3, stride: 2, padding: 1) as skip[3 * level + 3] }
    }
  }

  mid_block: {
    "resnets.0": ResBlock(widths[last], eps: 1e-5, time: AddTime(time))
    "attentions.0": SpatialTransformer(encoder_hidden_states, heads)
    "resnets.1": ResBlock(widths[last], eps: 1e-5, time: AddTime(time))
  }

  repeat level in 0..len(widths) {
    "up_blocks.{level}": {
      repeat i in 0..3 {
        concat(it, skip[3 * (last - level) + 2 - i])
        "resnets.{i}": ResBlock(widths[last - level], eps: 1e-5, time: AddTime(time))
        if level > 0 { "attentions.{i}": SpatialTransformer(encoder_hidden_states, heads) }
      }
      if level < last { upsample(scale_factor: 2); "upsamplers.0.conv": conv(widths[last - level], 3, padding: 1) }
    }
  }

  conv_norm_out: group_norm(32, eps: 1e-5)
  silu
  conv_out: conv(channels, 3, padding: 1)
}

block Middle : [c, h, w] -> [c, h, w] {
  "resnets.0": ResBlock(c, eps: 1e-6)
  "attentions.0": PixelAttention
  "resnets.1": ResBlock(c, eps: 1e-6)
}

network Encoder(widths: list, size: int = 512, channels: int = 4) {
  checkpoint(
    ignore: ["decoder.*", "post_quant_conv.*"],
    rename: ["query" -> "to_q", "key" -> "to_k", "value" -> "to_v", "proj_attn" -> "to_out.0"]
  )
  input image: [3, size, size] preprocess(resize: size, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5])
  encoder: {
    conv_in: conv(widths[0], 3, padding: 1)
    repeat (level, width) in enumerate(widths) {
      "down_blocks.{level}": {
        repeat i in 0..2 { "resnets.{i}": ResBlock(width, eps: 1e-6) }
        if level + 1 < len(widths) { pad(right: 1, bottom: 1); "downsamplers.0.conv": conv(width, 3, stride: 2) }
      }
    }
    mid_block: Middle
    conv_norm_out: group_norm(32, eps: 1e-6)
    silu
    conv_out: conv(2 * channels, 3, padding: 1)
  }
  quant_conv: conv(2 * channels, 1)
  split(2) as (mean, spread)
  spread -> clamp(min: -30, max: 20) as log_variance
  output mean, log_variance
}

network Decoder(widths: list, size: int = 64, channels: int = 4) {
  # the file is that of the whole autoencoder, and has older words
  checkpoint(
    ignore: ["encoder.*", "quant_conv.*"],
    rename: ["query" -> "to_q", "key" -> "to_k", "value" -> "to_v", "proj_attn" -> "to_out.0"]
  )
  input latent: [channels, size, size]
  post_quant_conv: conv(channels, 1)
  decoder: {
    conv_in: conv(widths[0], 3, padding: 1)
    mid_block: Middle
    repeat (level, width) in enumerate(widths) {
      "up_blocks.{level}": {
        repeat i in 0..3 { "resnets.{i}": ResBlock(width, eps: 1e-6) }
        if level + 1 < len(widths) { upsample(scale_factor: 2); "upsamplers.0.conv": conv(width, 3, padding: 1) }
      }
    }
    conv_norm_out: group_norm(32, eps: 1e-6)
    silu
    conv_out: conv(3, 3, padding: 1)
  }
}

network StableDiffusionUNet    = UNet(widths: [320, 640, 1280, 1280])
network StableDiffusionEncoder = Encoder(widths: [128, 256, 512, 512])
network StableDiffusionDecoder = Decoder(widths: [512, 512, 256, 128])
