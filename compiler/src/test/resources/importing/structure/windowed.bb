# Attention's windows, of which the smallest image has one.
block Windows : [c, h, w] -> [c, h, w] {
  permute([1, 2, 0]) -> reshape([h / 4, 4, w / 4, 4, c]) -> permute([0, 2, 1, 3, 4]) -> reshape([-1, 16, c])
  add { | identity | mlp: { layer_norm(axis: -1); linear(2 * c); gelu; linear(c) } }
  reshape([h / 4, w / 4, 4, 4, c]) -> permute([0, 2, 1, 3, 4]) -> reshape([h, w, c]) -> permute([2, 0, 1])
}

network Windowed {
  input image: [8, 16, 16]
  stage1: Windows
  avg_pool(2)
  stage2: Windows
  avg_pool(2)
  stage3: Windows
}
