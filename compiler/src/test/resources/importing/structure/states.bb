# Layers that carry a state over tokens, and tokens that know their places and each other.
network States {
  input tokens: [6, 8]
  add { | identity | arange -> sinusoid(8) }
  multihead_attention(2)
  lstm(8)
  gru(8)
  lstm(4, bidirectional: true) as u
  u -> parallel { | linear(8) as delta | linear(4) as B | linear(4) as C }
  param A: [8, 4]
  param D: [8]
  selective_scan(u, delta, A, B, C, D)
}
