network Tied {
  input x: [8, 6, 6]
  n: group_norm(2)
  conv_transpose(8, 3)
  group_norm(4, weight: n.weight)
}
