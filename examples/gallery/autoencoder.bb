## A convolutional autoencoder of our own: an image goes through a bottleneck of `code` numbers and
## comes back. Train it on good parts, and a part that comes back different is a bad one.

# Halves the image on the way in.
block Squeeze(out: int) : [c, h, w] -> [out, h // 2, w // 2] {
  conv(out, 4, stride: 2, padding: 1, bias: false)
  bn
  leaky_relu(0.2)
}

# Doubles it on the way out.
block Expand(out: int) : [c, h, w] -> [out, 2 * h, 2 * w] {
  conv_transpose(out, 4, stride: 2, padding: 1, bias: false)
  bn
  relu
}

network Autoencoder(size: int = 64, widths: list = [32, 64, 128], code: int = 64) {
  input image: [1, size, size]

  let depth = len(widths)
  let smallest = size / 2 ** depth

  encoder: {
    repeat width in widths { Squeeze(width) }
    flatten
    linear(code)
  } as z

  decoder: {
    linear(widths[depth - 1] * smallest ** 2)
    relu
    reshape([widths[depth - 1], smallest, smallest])
    repeat i in 1..depth { Expand(widths[depth - 1 - i]) }
    conv_transpose(1, 4, stride: 2, padding: 1)
    sigmoid
  } as reconstruction

  output reconstruction, z
}
