# grade: 3 — a layer that is written otherwise
network N {
  input x: [3, 32, 32]
  GlobalMaxPooling2D
}
