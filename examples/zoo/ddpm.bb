## Denoising diffusion probabilistic models (Ho et al., 2020).
##
## Appendix B: a U-Net of residual blocks (Wide ResNet's, with group normalisation), two on each level
## on the way down and three on the way up, with self-attention at 16 x 16 and at the bottom; the time
## of the diffusion, as sines and cosines, enters every residual block. `DDPM` is the network for
## CIFAR-10, 35.7 M parameters. Names are those of pesser/pytorch_diffusion, a port of the paper's
## code.

block ResBlock(out: int, time: tensor) : [c, h, w] -> [out, h, w] {
  add {
    | {
        norm1: group_norm(32, eps: 1e-6)
        silu
        conv1: conv(out, 3, padding: 1)
        add { | identity | time -> silu -> temb_proj: linear(out) -> reshape([out, 1, 1]) }
        norm2: group_norm(32, eps: 1e-6)
        silu
        dropout
        conv2: conv(out, 3, padding: 1)
      }
    | if c != out { nin_shortcut: conv(out, 1) }
  }
}

# Every pixel is a token.
block Attention : [c, h, w] -> [c, h, w] {
  add {
    | identity
    | {
        norm: group_norm(32, eps: 1e-6)
        parallel {
          | { q: conv(c, 1); Tokens }
          | { k: conv(c, 1); Tokens }
          | { v: conv(c, 1); Tokens }
        }
        attention
        permute([1, 0])
        reshape([c, h, w])
        proj_out: conv(c, 1)
      }
  }
}

block Tokens : [c, h, w] -> [h * w, c] {
  reshape([c, h * w])
  permute([1, 0])
}

# Rows and columns of zeros at the end only, so that pixels stay where they are.
block Downsample : [c, h, w] -> [c, h // 2, w // 2] {
  pad(right: 1, bottom: 1)
  conv: conv(c, 3, stride: 2)
}

block Upsample : [c, h, w] -> [c, 2 * h, 2 * w] {
  upsample(scale_factor: 2)
  conv: conv(c, 3, padding: 1)
}

network Diffusion(widths: list, attention_at: int = 16, width: int = 128, size: int = 32, channels: int = 3, blocks: int = 2) {
  input image:     [channels, size, size]
  input timesteps: []

  timesteps -> sinusoid(width, offset: 1, interleaved: false) -> temb: {
    dense: { "0": linear(4 * width); act: silu; "1": linear(4 * width) }
  } as time

  # Whatever is made on the way down is a skip, and each is used once on the way up.
  let made = blocks + 1
  image -> conv_in: conv(width, 3, padding: 1) as skip[0]
  repeat (level, out) in enumerate(widths) {
    "down.{level}": {
      repeat i in 0..blocks {
        "block.{i}": ResBlock(out, time)
        if size // 2 ** level == attention_at { "attn.{i}": Attention }
        identity as skip[level * made + i + 1]
      }
      if level + 1 < len(widths) { downsample: Downsample as skip[(level + 1) * made] }
    }
  }

  mid: {
    block_1: ResBlock(it.shape[0], time)
    attn_1:  Attention
    block_2: ResBlock(it.shape[0], time)
  }

  repeat step in 0..len(widths) {
    let level = len(widths) - 1 - step
    "up.{level}": {
      repeat i in 0..made {
        concat(it, skip[level * made + blocks - i])
        "block.{i}": ResBlock(widths[level], time)
        if size // 2 ** level == attention_at { "attn.{i}": Attention }
      }
      if level > 0 { upsample: Upsample }
    }
  }

  norm_out: group_norm(32, eps: 1e-6)
  silu
  conv_out: conv(channels, 3, padding: 1)
}

network DDPM = Diffusion(widths: [128, 256, 256, 256])

# Appendix B: six levels, from 256 x 256 down to 8 x 8, 114 M parameters.
network DDPM256 = Diffusion(widths: [128, 128, 256, 256, 512, 512], size: 256)
