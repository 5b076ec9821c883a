## HiFi-GAN: generative adversarial networks for efficient and high fidelity speech synthesis (Kong et al., 2020):
## the generator, which makes 256 samples of each frame of a mel spectrogram.
##
## Appendix A, table 5, version V1. Names are those of the published checkpoints (jik876/hifi-gan), which hold the
## weights as lengths and directions.

block Residual(kernel: int) : [t, d] -> [t, d] {
  repeat (j, dilation) in enumerate([1, 3, 5]) {
    add {
      | identity
      | {
          leaky_relu(0.1)
          "convs1.{j}": conv1d(d, kernel, dilation: dilation, padding: same, weight_norm: true)
          leaky_relu(0.1)
          "convs2.{j}": conv1d(d, kernel, padding: same, weight_norm: true)
        }
    }
  }
}

network HiFiGAN(frames: int = 100, width: int = 512) {
  checkpoint(prefix: "generator.")
  input mel: [frames, 80]

  conv_pre: conv1d(width, 7, padding: same, weight_norm: true)
  repeat (i, (rate, kernel)) in enumerate([(8, 16), (8, 16), (2, 4), (2, 4)]) {
    leaky_relu(0.1)
    "ups.{i}": conv_transpose1d(width // 2 ** (i + 1), kernel, stride: rate, padding: (kernel - rate) // 2, weight_norm: true)

    # Receptive fields of several sizes, in the mean.
    add {
      | "resblocks.{3 * i}":     Residual(3)
      | "resblocks.{3 * i + 1}": Residual(7)
      | "resblocks.{3 * i + 2}": Residual(11)
    }
    affine(1 / 3)
  }
  leaky_relu(0.01)
  conv_post: conv1d(1, 7, padding: same, weight_norm: true)
  tanh
}
