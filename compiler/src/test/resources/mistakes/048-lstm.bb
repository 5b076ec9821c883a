# grade: 3 — the name in capitals, as of a class
network N {
  input x: [3, 32, 32]
  LSTM(64)
}
