## Focal loss for dense object detection (Lin et al., 2017): RetinaNet with a feature pyramid.
##
## Figure 3: ResNet-50, whose last three stages are the levels of a pyramid (Lin et al., 2016), and two towers that are
## the same for every level, with 9 anchors at every place. What comes out is what the heads say, for all
## anchors of all levels, the large images first: the logits of the classes and the four numbers of a box relative
## to its anchor; non-maximum suppression is not part of the network. Names are torchvision's, whose published
## file was trained with frozen norms: they load as they are, and are counted as trainable here.

import "resnet.bb"

# The stages of ResNet-50, without its classifier.
block Body {
  conv1: conv(64, 7, stride: 2, padding: 3, bias: false)
  bn1:   bn
  relu
  max_pool(3, stride: 2, padding: 1)
  repeat (stage, n) in enumerate([3, 4, 6, 3]) {
    "layer{stage + 1}": repeat i in 0..n {
      Bottleneck(64 * 2 ** stage, stride: if i == 0 and stage > 0 then 2 else 1)
    } as c[stage + 2]
  }
  parallel { | c[3] | c[4] | c[5] }
}

block Tower(last: string, out: int) {
  conv: repeat i in 0..4 { "{i}": { conv(256, 3, padding: 1); relu } }
  "{last}": conv(out, 3, padding: 1)
}

# One row of `n` numbers for each anchor at each place.
inline block Rows(n: int) : [c, h, w] -> [h * w * c / n, n] {
  reshape([c / n, n, h, w])
  permute([2, 3, 0, 1])
  reshape([h * w * c / n, n])
}

network RetinaNet(classes: int = 91, anchors: int = 9, size: int = 800) {
  # The published file numbers the activations of the heads, and its pyramid has convolutions without a block around them.
  checkpoint(rename: [
    "conv.0.weight" -> "conv.0.0.weight", "conv.0.bias" -> "conv.0.0.bias",
    "conv.2.weight" -> "conv.1.0.weight", "conv.2.bias" -> "conv.1.0.bias",
    "conv.4.weight" -> "conv.2.0.weight", "conv.4.bias" -> "conv.2.0.bias",
    "conv.6.weight" -> "conv.3.0.weight", "conv.6.bias" -> "conv.3.0.bias",
    "*_blocks.*.0.*" -> "*_blocks.*.*", "*.inner_blocks.*.*" -> "*.inner_blocks.*.0.*", "*.layer_blocks.*.*" -> "*.layer_blocks.*.0.*"
  ])
  input image: [3, size, size] preprocess(resize: size, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])

  backbone: {
    body: Body as c
    fpn: {
      repeat i in 0..3 { c[i] -> "inner_blocks.{i}": { conv(256, 1) } as inner[i] }
      inner[2] as top[2]
      repeat i in 0..2 { add(inner[1 - i], upsample(top[2 - i], 2)) as top[1 - i] }  # bb: allow(unaligned-branches): nearest pixels shift, as published
      repeat i in 0..3 { top[i] -> "layer_blocks.{i}": { conv(256, 3, padding: 1) } as p[i] }
      extra_blocks: {
        p6: conv(256, 3, stride: 2, padding: 1) as p[3]
        relu
        p7: conv(256, 3, stride: 2, padding: 1) as p[4]
      }
    }
  }
  head: {
    share classification_head = Tower("cls_logits", anchors * classes)
    share regression_head = Tower("bbox_reg", anchors * 4)
    repeat i in 0..5 { p[i] -> classification_head -> Rows(classes) as logits[i] }
    repeat i in 0..5 { p[i] -> regression_head -> Rows(4) as boxes[i] }
  }
  logits -> concat(axis: 0) as cls_logits
  boxes -> concat(axis: 0) as bbox_regression
  output cls_logits, bbox_regression
}
