# grade: 2 — a layer that does not exist
network N {
  input x: [3, 32, 32]
  LSTM(64)
}
