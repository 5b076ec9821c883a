# grade: 3 — TensorFlow's word
network N {
  input x: [3, 32, 32]
  conv2d(16, 3)
}
