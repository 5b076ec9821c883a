# grade: 3 — a comma at the end of a line
network N {
  input x: [3, 32, 32]
  conv(64, 3),
  relu
}
