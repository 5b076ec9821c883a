# grade: 3 — an attribute is called
network N {
  input x: [3, 32, 32]
  self.conv1(x)
}
