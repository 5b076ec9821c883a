# grade: 3 — an attribute is set
network N {
  input x: [3, 32, 32]
  self.conv1 = conv(64, 3)
  relu
}
