## Imported from classes.cfg (darknet). Layers are called by darknet's numbers, those of residual units by their
## stage's.
##
## Left out, as nothing is computed by it: flip, type.
network Classes {
  input image: [3, 20, 18]
  slice(1, start: 1, end: 18)
  slice(2, end: 17)
  affine(2, shift: -1)
  layer1: { conv: conv(6, 5, stride: 2, padding: 2, bias: false); bn: bn; relu }
  max_pool(2, 2, ceil: true)
  max_pool(3, 2)
  layer4: conv(6, 3, padding: 1)
  add { | relu | affine(0.1) }
  layer5: bn
  elu
  flatten
  "layer7.fc": linear(10, bias: false)
  "layer7.bn": bn
  tanh
  dropout
  layer9: linear(6)
  clamp(min: -1, max: 1)
  affine(0.5)
  softmax
}
