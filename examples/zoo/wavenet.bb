## WaveNet: a generative model for raw audio (van den Oord et al., 2016).
##
## Figure 4: a stack of causal convolutions, each of which sees twice as far back as the one before, gated, with
## residual and skip connections. What flows in is a number of 8 bits for each sample, and what flows out are the
## scores of the next one. The paper gives no widths: these are those of ibab/tensorflow-wavenet.

const one_hot: [256, 256] = (i, j) -> if i == j then 1 else 0

network WaveNet(samples: int = 16000, stacks: int = 5, depth: int = 10, width: int = 32, skips: int = 512) {
  input audio: int32 [samples]

  gather(one_hot, audio)
  causal: conv1d(width, 2, causal: true)

  let layers = stacks * depth
  repeat i in 0..layers {
    it as x
    "layers.{i}": {
      mul {
        | { filter: conv1d(width, 2, dilation: 2 ** (i % depth), causal: true); tanh }
        | { gate: conv1d(width, 2, dilation: 2 ** (i % depth), causal: true); sigmoid }
      } as z
      skip: conv1d(skips, 1) as skip
      if i == 0 { skip as total[0] } else { add(total[i - 1], skip) as total[i] }  # bb: allow(unaligned-branches): a causal window reaches back, and what passes it does not

      # What flows out of the last layer is not read any more.
      if i + 1 < layers {
        z -> dense: conv1d(width, 1)
        add(x, it)  # bb: allow(unaligned-branches): a causal window reaches back, and what passes it does not
      }
    }
  }

  total[layers - 1]
  relu
  post1: conv1d(skips, 1)
  relu
  post2: conv1d(256, 1)
}
