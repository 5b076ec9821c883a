## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input input_: [5, 8]
  input hidden: [1, 4]
  gru: gru(input_, hidden, 4, states: true) as (output1, output1_2)
  output output1, output1_2
}
