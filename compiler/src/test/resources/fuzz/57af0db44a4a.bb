# check: problems
# One of each, then the ways to say that it is meant.
let depth = 3
let half = 2
block Alone { Below }
block Below { cUonv(half * 4, 1) }
block Ring { if it.shape[0] > 4 { Round } }
block Round { Ring }

block Unit(width: int, dilation: int = 1) : [c, h, w] -> [width, h, w] {
  let mid = width // 2
  conv(width, 1) as sa
  repeat i in 0..2 { conv(width, 1) as table[i] }
  param gain: [width, 1, 1]
  share head = conv(width, 1)
  add { | identity | conv(width, 1) as branch }
}
