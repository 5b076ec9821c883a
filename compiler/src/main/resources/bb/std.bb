## Blocks that every file may use without an import.

## Convolution, batch norm and an activation. Keeps the size at stride 1, rounds it up otherwise.
##
## - `out`: output channels
## - `kernel`: height and width of the window
## - `stride`: steps of the window
## - `padding`: zeros on each side
## - `groups`: independent groups of channels
## - `act`: the activation; `identity` for none
block ConvBn(out: int, kernel: int, stride: int = 1, padding: int = (kernel - 1) // 2, groups: int = 1, act: layer = relu) {
  conv: conv(out, kernel, stride: stride, padding: padding, groups: groups, bias: false)
  bn:   bn
  act
}

## Squeeze-and-excitation (Hu et al., 2017): weighs each channel by a gate computed from all.
##
## - `squeezed`: channels between the two convolutions
## - `act`: the activation between them
## - `gate`: what makes a weight of a number
block SqueezeExcite(squeezed: int, act: layer = relu, gate: layer = sigmoid) : [c, h, w] -> [c, h, w] {
  scale {
    global_avg_pool
    fc1: conv(squeezed, 1)
    act
    fc2: conv(c, 1)
    gate
  }
}
