## High fidelity neural audio compression (Defossez et al., 2022): the decoder for 24 kHz, which makes 320 samples of
## each frame of 128 numbers. Names are those of transformers' EncodecModel, whose files hold the weights as
## lengths and directions.

# Sees no later sample; what lies before the first one is its mirror image.
block Causal(out: int, kernel: int) : [t, d] -> [t, out] {
  conv: conv1d(out, kernel, causal: true, padding_mode: reflect, weight_norm: true)
}

# What the last windows paint beyond the last sample is cut off.
block Upsample(out: int, ratio: int) : [t, d] -> [ratio * t, out] {
  conv: conv_transpose1d(out, 2 * ratio, stride: ratio, weight_norm: true)
  slice(axis: 0, end: ratio * t)
}

block Residual : [t, d] -> [t, d] {
  add {
    | block: { elu; Causal(d / 2, 3); elu; Causal(d, 1) }
    | shortcut: Causal(d, 1)
  }
}

block Sequence : [t, d] -> [t, d] {
  add {
    | identity
    | lstm: lstm(d, layers: 2)
  }
}

network EnCodecDecoder(frames: int = 75) {
  checkpoint(ignore: ["encoder.*", "quantizer.*"])
  input codes: [frames, 128]

  "decoder.layers": {
    Causal(512, 7)
    Sequence
    repeat (out, ratio) in [(256, 8), (128, 5), (64, 4), (32, 2)] {
      elu
      Upsample(out, ratio)
      Residual
    }
    elu
    Causal(1, 7)
  }
}
