# Attention in shifted windows of two by two, of an image that has several, and of one that is a window.
block Windows(shift: int) : [h, w, d] -> [h, w, d] {
  param biases: [9, 2]
  let rows = h // 2
  const pairs: int32 [4, 4] = (i, j) -> (i // 2 - j // 2 + 1) * 3 + i % 2 - j % 2 + 1
  const pixels: int32 [rows * rows, 4] = (n, i) -> (n // rows * 2 + i // 2 + shift) % h * w + (n % rows * 2 + i % 2 + shift) % w
  const tokens: int32 [h, w] = (y, x) ->
    ((y - shift) % h // 2 * rows + (x - shift) % w // 2) * 4 + (y - shift) % h % 2 * 2 + (x - shift) % w % 2
  identity as image
  gather(biases, pairs) -> permute([2, 0, 1]) -> reshape([1, 2, 4, 4]) as bias
  image -> reshape([-1, d])
  gather(it, pixels)
  linear(3 * d)
  split(3) -> attention(2, bias: bias)
  linear(d)
  reshape([-1, d])
  gather(it, tokens)
}

network ShiftedWindows {
  input image: [3, 32, 32]
  conv(8, 4, stride: 4)
  permute([1, 2, 0])
  add { | identity | { layer_norm(axis: -1); Windows(shift: 0) } }
  add { | identity | { layer_norm(axis: -1); Windows(shift: 1) } }
  permute([2, 0, 1])
  conv(8, 4, stride: 4)
  permute([1, 2, 0])
  add { | identity | { layer_norm(axis: -1); Windows(shift: 0) } }
}
