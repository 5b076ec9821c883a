## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input input_: [5, 8]
  lstm: lstm(4, layers: 2, bidirectional: true, states: true) as (_, x1, _)
  x1 -> slice(0, start: 2)
  reshape([1, 2, 4])
}
