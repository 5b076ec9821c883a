# grade: 3 — an image of Keras whose width is soon used up
network N {
  input image: [32, 32, 3]
  conv(16, 3, padding: 1)
  max_pool(2)
  conv(32, 3, padding: 1)
  max_pool(2)
}
