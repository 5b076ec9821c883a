## Very deep convolutional networks for large-scale image recognition (Simonyan, Zisserman, 2014).
##
## Table 1 has one column per network (A, B, D and E are VGG11, 13, 16 and 19) and one row of 3 x 3
## convolutions per image size. A column differs from its neighbour only in how many convolutions
## stand in a row: that is `depths`. In column C the third of a row is 1 x 1; column A-LRN normalises
## after the first. The forms with batch normalisation are later than the paper and train without its
## tricks of initialisation.

import "../labels/imagenet.bb"

network VGG(depths: list, third: int = 3, response_norm: bool = false, batch_norm: bool = false, hidden: int = 4096, classes: int = 1000, size: int = 224) {
  input image: [3, size, size] preprocess(resize: size * 8 // 7, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])

  features: repeat (width, n) in zip([64, 128, 256, 512, 512], depths) {
    repeat i in 0..n {
      let kernel = if i == 2 then third else 3
      conv(width, kernel, padding: kernel // 2)  # bb: allow(bias-before-norm): the published layers have biases
      if batch_norm { bn }
      relu
      if response_norm and width == 64 { lrn(5, alpha: 5e-4, k: 2) }
    }
    max_pool(2)
  }
  avgpool: adaptive_avg_pool(7)
  flatten
  classifier: {
    linear(hidden)
    relu
    dropout(0.5)
    linear(hidden)
    relu
    dropout(0.5)
    linear(classes)
  }
  if classes == 1000 { output it labels: IMAGENET }
}

network VGG11 = VGG(depths: [1, 1, 2, 2, 2])
network VGG13 = VGG(depths: [2, 2, 2, 2, 2])
network VGG16 = VGG(depths: [2, 2, 3, 3, 3])
network VGG19 = VGG(depths: [2, 2, 4, 4, 4])

network VGGC    = VGG(depths: [2, 2, 3, 3, 3], third: 1)
network VGGALRN = VGG(depths: [1, 1, 2, 2, 2], response_norm: true)

network VGG11BN = VGG(depths: [1, 1, 2, 2, 2], batch_norm: true)
network VGG13BN = VGG(depths: [2, 2, 2, 2, 2], batch_norm: true)
network VGG16BN = VGG(depths: [2, 2, 3, 3, 3], batch_norm: true)
network VGG19BN = VGG(depths: [2, 2, 4, 4, 4], batch_norm: true)
