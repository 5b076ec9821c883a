# grade: 3 — an image of Keras, with its statistics
network N {
  input image: [224, 224, 3] preprocess(resize: 224, mean: [0.5, 0.5, 0.5], std: [0.2, 0.2, 0.2])
  conv(64, 7, stride: 2, padding: 3)
}
