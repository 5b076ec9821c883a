# grade: 3 — an image of Keras
network N {
  input image: [224, 224, 3]
  conv(64, 7, stride: 2, padding: 3)
  relu
}
