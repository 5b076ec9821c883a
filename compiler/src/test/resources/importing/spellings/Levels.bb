## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).

block Lateral {
  conv(4, 1)
}

block Head {
  tower: { conv(4, 3, padding: 1); relu; conv(6, 3, padding: 1) }
  relu
}

network Case {
  input input_1: [4, 8, 8]
  max_pool(2) as x1
  share lateral = Lateral
  input_1 -> lateral
  share head = Head
  head as output1
  x1 -> lateral
  head as output1_2
  output output1, output1_2
}
