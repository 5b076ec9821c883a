## Imported from yolo.cfg (darknet). Layers are called by darknet's numbers, those of residual units by their
## stage's.
##
## yolo17: 3 boxes (81x82, 135x169, 344x319) of x, y, width, height, objectness and 2 classes.
##
## yolo24: 3 boxes (10x14, 23x27, 37x58) of x, y, width, height, objectness and 2 classes. Boxes are made of
## these numbers by who runs it.
##
## Left out, as nothing is computed by it: batch, ignore_thresh, learning_rate, random, steps, subdivisions.

block Conv3(width: int, stride: int) {
  conv: conv(width, 3, stride: stride, padding: 1, bias: false)
  bn: bn
  leaky_relu(0.1)
}

block Residual(width: int) {
  add { | identity | { conv1: Conv1(width); conv2: Conv3(2 * width, stride: 1) } }
}

block Conv1(width: int) {
  conv: conv(width, 1, bias: false)
  bn: bn
  leaky_relu(0.1)
}

network Yolo {
  input image: [3, 32, 32]
  layer0: Conv3(4, stride: 1)
  layer1: Conv3(8, stride: 2)
  stage1: { Residual(4) }
  layer5: Conv3(16, stride: 2)
  stage2: repeat 3 { Residual(8) } as x1
  layer15: Conv3(32, stride: 2) as x2
  layer16: conv(21, 1) as yolo17
  x2 -> layer19: Conv1(8)
  upsample(2)
  concat(it, x1)
  layer22: Conv3(16, stride: 1)
  layer23: conv(21, 1) as yolo24
  output yolo17, yolo24
}
