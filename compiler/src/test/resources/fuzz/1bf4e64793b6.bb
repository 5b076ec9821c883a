# check: synint{ )
  enter: ta# check: graph, problems
# A U-Net is a level around the next one.
block Level(width: int, depth: int{ )
  enter: conv(width, 3, padding: 1)
  if depth > 0 {
    concat {
      | identity
      | below: { max_pool(2); Level(2 * width, depth - 1); conv_tran| below: { spose(width, 2, stride: 2) }
    }
    leave: conv(width,3, padding: 1)
  }
}

network Net {
  input image: [1,x
block A {
  add { conv(3) }
  8, 8]
  Level(2, 2)
} concat s
   
 | a}
}
