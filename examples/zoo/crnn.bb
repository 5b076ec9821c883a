## Reading text (Shi et al., 2015): convolutions make a row of features of a line of text, in which two
## bidirectional LSTMs find the letters. Table 1, in the form and the names of meijieru/crnn.pytorch; the
## scores are those of connectionist temporal classification, the first of them for "no letter".

# Pools the height only, with windows that overlap along the text.
block Flatten : [c, h, w] -> [c, h // 2, w + 1] {
  max_pool(2, stride: (2, 1), padding: (0, 1))
}

block Recurrent(out: int) : [t, d] -> [t, out] {
  rnn: lstm(256, bidirectional: true)
  embedding: linear(out)
}

network CRNN(classes: int = 37, width: int = 100) {
  input image: [1, 32, width]

  cnn: {
    conv0: conv(64, 3, padding: 1)
    relu
    max_pool(2)
    conv1: conv(128, 3, padding: 1)
    relu
    max_pool(2)
    conv2: conv(256, 3, padding: 1)  # bb: allow(bias-before-norm): the published layer has a bias
    batchnorm2: bn
    relu
    conv3: conv(256, 3, padding: 1)
    relu
    Flatten
    conv4: conv(512, 3, padding: 1)  # bb: allow(bias-before-norm): the published layer has a bias
    batchnorm4: bn
    relu
    conv5: conv(512, 3, padding: 1)
    relu
    Flatten
    conv6: conv(512, 2)  # bb: allow(bias-before-norm): the published layer has a bias
    batchnorm6: bn
    relu
  }

  reshape([512, -1])
  permute([1, 0])
  rnn: { Recurrent(256); Recurrent(classes) }
}
