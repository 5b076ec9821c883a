## CenterMask: real-time anchor-free instance segmentation (Lee and Park, 2019): VoVNet V2.
##
## VoVNet with two additions (figure 3): every unit but the first of a stage adds what came in, and
## the last unit of a stage ends in an "effective" squeeze-and-excitation, a gate of one layer that
## does not squeeze. The slim forms are narrower; in the depthwise forms (dw) a 3 x 3 is split in a
## depthwise and a 1 x 1 convolution. The paper's networks are backbones; the classifier is that of
## the timm checkpoints, as are the names.

import "../labels/imagenet.bb"

block ConvAct(out: int, kernel: int, stride: int, depthwise: bool) : [c, h, w] -> [out, ceil(h / stride), ceil(w / stride)] {
  if depthwise {
    conv_dw: conv(c, kernel, stride: stride, padding: kernel // 2, groups: c, bias: false)
    conv_pw: conv(out, 1, bias: false)
  } else {
    conv: conv(out, kernel, stride: stride, padding: kernel // 2, bias: false)
  }
  bn: bn
  relu
}

# Figure 3(c). The depthwise form first brings the channels to `width`.
block OneShot(width: int, out: int, layers: int, depthwise: bool, skip: bool, gated: bool) : [c, h, w] -> [out, h, w] {
  add {
    | identity when skip
    | {
        identity as y[0]
        if depthwise and c != width { conv_reduction: ConvAct(width, 1, 1, depthwise: false) }
        conv_mid: repeat i in 0..layers { ConvAct(width, 3, 1, depthwise) as y[i + 1] }
        y -> concat
        conv_concat: ConvAct(out, 1, 1, depthwise: false)
        if gated {
          attn: scale { global_avg_pool; fc: conv(out, 1); hard_sigmoid }
        }
      }
  }
}

network VoVNetV2(widths: list, outs: list, depths: list, layers: int, stem: int = 128, depthwise: bool = false, classes: int = 1000, size: int = 224) {
  input image: [3, size, size] preprocess(resize: size * 8 // 7, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])

  stem: {
    ConvAct(64, 3, 2, depthwise: false)
    ConvAct(64, 3, 1, depthwise)
    ConvAct(stem, 3, 2, depthwise)                            # [stem, 56, 56]
  }
  stages: repeat (stage, (width, out, n)) in enumerate(zip(widths, outs, depths)) {
    "{stage}": {
      if stage > 0 { max_pool(3, stride: 2, ceil: true) }
      blocks: repeat i in 0..n {
        OneShot(width, out, layers, depthwise, skip: i > 0, gated: i == n - 1)
      }
    }
  }
  head: { global_avg_pool; flatten; fc: linear(classes) }
  if classes == 1000 { output it labels: IMAGENET }
}

let widths = [128, 160, 192, 224]
let outs   = [256, 512, 768, 1024]
let slim_widths = [64, 80, 96, 112]
let slim_outs   = [112, 256, 384, 512]

network VoVNetV2_19SlimDW = VoVNetV2(slim_widths, slim_outs, depths: [1, 1, 1, 1], layers: 3, stem: 64, depthwise: true)
network VoVNetV2_19DW     = VoVNetV2(widths, outs, depths: [1, 1, 1, 1], layers: 3, stem: 64, depthwise: true)
network VoVNetV2_19Slim   = VoVNetV2(slim_widths, slim_outs, depths: [1, 1, 1, 1], layers: 3)
network VoVNetV2_19       = VoVNetV2(widths, outs, depths: [1, 1, 1, 1], layers: 3)
network VoVNetV2_39       = VoVNetV2(widths, outs, depths: [1, 1, 2, 2], layers: 5)
network VoVNetV2_57       = VoVNetV2(widths, outs, depths: [1, 1, 4, 3], layers: 5)
network VoVNetV2_99       = VoVNetV2(widths, outs, depths: [1, 3, 9, 3], layers: 5)
