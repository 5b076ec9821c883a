## An energy and GPU-computation efficient backbone network for real-time object detection (Lee et
## al., 2019): VoVNet, the first version.
##
## Table 1: a stem, then four stages of one-shot aggregation. A unit runs five 3 x 3 convolutions one
## after the other and concatenates all of them, once, with what came in; DenseNet does so after each.
## The names are those of the authors' PyTorch models, in which a second unit of a stage also adds
## what came in (the paper's table does not show it).

import "../labels/imagenet.bb"

block NormConv(out: int, kernel: int, name: string) : [c, h, w] -> [out, h, w] {
  "{name}/conv": conv(out, kernel, padding: kernel // 2, bias: false)
  "{name}/norm": bn
  relu
}

# Figure 1(b).
block OneShot(width: int, out: int, skip: bool, name: string) : [c, h, w] -> [out, h, w] {
  add {
    | identity when skip
    | {
        layers: { collect i in 0..5 { NormConv(width, 3, "{name}_{i}") } -> concat }
        concat: NormConv(out, 1, "{name}_concat")
      }
  }
}

network VoVNet(widths: list, outs: list, depths: list, classes: int = 1000, size: int = 224) {
  input image: [3, size, size] preprocess(resize: size * 8 // 7, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])

  stem: repeat (i, out, stride) in [(1, 64, 2), (2, 64, 1), (3, 128, 2)] {
    "stem_{i}/conv": conv(out, 3, stride: stride, padding: 1, bias: false)
    "stem_{i}/norm": bn
    relu
  }                                                           # [128, 56, 56]

  # Each stage but the first halves the image.
  repeat (stage, (width, out, n)) in enumerate(zip(widths, outs, depths)) {
    let name = "{stage + 2}"
    "stage{name}": {
      if stage > 0 { max_pool(3, stride: 2, ceil: true) }
      repeat i in 0..n {
        "OSA{name}_{i + 1}": OneShot(width, out, skip: i > 0, name: "OSA{name}_{i + 1}")
      }
    }
  }
  global_avg_pool
  flatten
  classifier: linear(classes)
  if classes == 1000 { output it labels: IMAGENET }
}

network VoVNet27Slim = VoVNet(widths: [64, 80, 96, 112], outs: [128, 256, 384, 512], depths: [1, 1, 1, 1])
network VoVNet39     = VoVNet(widths: [128, 160, 192, 224], outs: [256, 512, 768, 1024], depths: [1, 1, 2, 2])
network VoVNet57     = VoVNet(widths: [128, 160, 192, 224], outs: [256, 512, 768, 1024], depths: [1, 1, 4, 3])
