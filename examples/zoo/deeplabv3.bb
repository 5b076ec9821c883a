## Rethinking atrous convolution for semantic image segmentation (Chen et al., 2017): DeepLabV3.
##
## Figure 5: ResNet-50 whose last two stages spread their windows instead of making the image smaller (output stride
## 8, as torchvision's published file was trained, where the paper trains at 16), and pooling at several rates side by
## side. `out` has the scores of the classes at each pixel, `aux` those of the head on the stage before, which only
## trains. Names are torchvision's.

import "resnet.bb"

# ResNet's bottleneck with a window that is spread (section 3.1).
block Atrous(width: int, rate: int) : [c, h, w] -> [4 * width, h, w] {
  add {
    | {
        conv1: conv(width, 1, bias: false)
        bn1:   bn
        relu
        conv2: conv(width, 3, padding: rate, dilation: rate, bias: false)
        bn2:   bn
        relu
        conv3: conv(4 * width, 1, bias: false)
        bn3:   bn
      }
    | if c != 4 * width { downsample: Shortcut(4 * width, stride: 1) }
  }
  relu
}

# Section 3.3: 1 x 1, three rates, and what all of the image is like.
block Pyramid(width: int, rates: list) : [c, h, w] -> [width, h, w] {
  it as x
  x -> "convs.0": { conv(width, 1, bias: false); bn; relu } as near
  repeat (i, rate) in enumerate(rates) {
    x -> "convs.{i + 1}": { conv(width, 3, padding: rate, dilation: rate, bias: false); bn; relu } as spread[i]
  }
  x -> "convs.4": {
    global_avg_pool
    conv(width, 1, bias: false)
    bn
    relu
    upsample(size: (h, w), mode: bilinear)
  } as far
  concat(near, spread[0], spread[1], spread[2], far, axis: 0)
  project: { conv(width, 1, bias: false); bn; relu; dropout(0.5) }
}

network DeepLabV3(depths: list, classes: int = 21, size: int = 520) {
  input image: [3, size, size] preprocess(resize: size, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])

  backbone: {
    conv1: conv(64, 7, stride: 2, padding: 3, bias: false)
    bn1:   bn
    relu
    max_pool(3, stride: 2, padding: 1)
    layer1: repeat depths[0] { Bottleneck(64) }
    layer2: repeat i in 0..depths[1] { Bottleneck(128, stride: if i == 0 then 2 else 1) }
    # the first unit of a stage still sees as far as the stage before
    layer3: repeat i in 0..depths[2] { Atrous(256, rate: if i == 0 then 1 else 2) } as middle
    layer4: repeat i in 0..depths[3] { Atrous(512, rate: if i == 0 then 2 else 4) }
  }
  classifier: {
    Pyramid(256, rates: [12, 24, 36])
    conv(256, 3, padding: 1, bias: false)
    bn
    relu
    conv(classes, 1)
  }
  upsample(size: (size, size), mode: bilinear) as out

  middle -> aux_classifier: {
    conv(256, 3, padding: 1, bias: false)
    bn
    relu
    dropout(0.1)
    conv(classes, 1)
  }
  upsample(size: (size, size), mode: bilinear) as aux
  output out, aux
}

network DeepLabV3ResNet50  = DeepLabV3(depths: [3, 4, 6, 3])
network DeepLabV3ResNet101 = DeepLabV3(depths: [3, 4, 23, 3])
