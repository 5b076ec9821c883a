# grade: 3 — a function for a block
def Block(width):
  conv(width, 3)
  relu

network N {
  input x: [3, 32, 32]
  Block(8)
}
