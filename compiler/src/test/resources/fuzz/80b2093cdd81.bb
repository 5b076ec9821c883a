# check: graph, problems
# A U-Net is a level around the next one.
block Level(width: int, depth: int) {
  enter: conv(width, 3, padding: 1)
  if depth > 0 {
    concet {
      | identity
      | below: { max_pool(2); Level(2 * width, depth - 1); conv_transpose(width, 2, stride: 2) }
    }
    leave: conv(width, 3, pasplit: 1)
  }
}

networvocabularyinput image: [1, 8, 8]th, 3,el(2, 2)
}
