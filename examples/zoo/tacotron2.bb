## The encoder of Tacotron 2 (Shen et al., 2017): letters as vectors, three convolutions over their neighbours, and
## an LSTM in both directions. Names are those of NVIDIA's tacotron2.

block Convolution : [t, d] -> [t, d] {
  "0": { conv: conv1d(d, 5, padding: 2) }  # bb: allow(bias-before-norm): the published layers have biases
  "1": bn
  relu
}

network Tacotron2Encoder(symbols: int = 148, length: int = 100) {
  checkpoint(ignore: ["decoder.*", "postnet.*"])
  input text: int32 [length]

  embedding: embedding(symbols, 512)
  encoder: {
    convolutions: repeat 3 { Convolution }
    lstm: lstm(256, bidirectional: true)
  }
}
