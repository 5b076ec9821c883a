# Functions that ONNX spells by others.
network Activations {
  input x: [4, 6, 6]
  conv(8, 1); gelu
  conv(8, 1); gelu(approximate: tanh)
  conv(8, 1); hard_sigmoid
  conv(8, 1); hard_swish
  conv(8, 1); leaky_relu(0.2)
  conv(8, 1); mish
  conv(8, 1); softplus
  conv(8, 1); elu
  conv(8, 1); square
}
