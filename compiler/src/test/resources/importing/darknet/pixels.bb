## Imported from pixels.cfg (darknet). Layers are called by darknet's numbers, those of residual units by their
## stage's.
##
## region9: 2 boxes (0.57x0.68, 1.87x2.06) of x, y, width, height, objectness and 3 classes. Boxes are made of
## these numbers by who runs it.
##
## Left out, as nothing is computed by it: bias_match, softmax.

block Conv3(width: int) {
  conv: conv(width, 3, padding: 1, bias: false)
  bn: bn
  leaky_relu(0.1)
}

network Pixels {
  input image: [4, 8, 16]
  layer0: Conv3(8)
  concat {
    | {
      layer4: { conv: conv(4, 1, bias: false); bn: bn; leaky_relu(0.1) }
      reshape([1, 8, 2, 16, 2])
      permute([2, 4, 0, 1, 3])
      reshape([16, 4, 8])
    }
    | { max_pool(2, 2); layer2: Conv3(12) }
  }
  reshape([28, 2, 2, 4, 2])
  permute([2, 4, 0, 1, 3])
  reshape([112, 2, 4])
  layer8: conv(16, 1) as region9
  output region9
}
