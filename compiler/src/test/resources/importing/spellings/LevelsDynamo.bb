## Imported from case.onnx, made by pytorch 2.13.0+cpu (ONNX operators 20).

block Lateral {
  conv(4, 1)
}

block Head {
  tower: repeat width in [4, 6] { conv(width, 3, padding: 1); relu }
}

network Case {
  input x: [4, 8, 8]
  max_pool(2) as x1
  share lateral = Lateral
  x -> lateral
  share head = Head
  head as relu_1
  x1 -> lateral
  head as relu_3
  output relu_1, relu_3
}
