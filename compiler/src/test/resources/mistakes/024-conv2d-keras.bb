# grade: 3 — a line of Keras as it is
network N {
  input x: [3, 32, 32]
  Conv2D(64, (3, 3), activation='relu')
}
