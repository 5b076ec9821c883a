## Attention of which the scale and the heads follow from the width, and slopes that do not.

block Attend : [t, d] -> [t, d] {
  layer_norm
  qkv: linear(3 * d)
  split(3)
  param bias: [d // 8, 6, 6]
  attention(d // 8, scale: 1 / sqrt(d), bias: bias)
  proj: linear(d)
}

block Mlp(slope: float) : [t, d] -> [t, d] {
  norm: layer_norm
  fc1: linear(2 * d)
  leaky_relu(slope)
  fc2: linear(d)
}

network Scaled {
  input tokens: [6, 16]
  attend1: Attend
  mlp1: Mlp(0.1)
  down1: linear(32)
  attend2: Attend
  mlp2: Mlp(0.25)
  down2: linear(64)
  attend3: Attend
  mlp3: Mlp(3e-5)
}
