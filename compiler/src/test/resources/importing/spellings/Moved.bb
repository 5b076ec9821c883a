## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
##
## The model has no names for 2 of the layers, which are named after what they are.
network Case {
  input onnx__Add_0: [5, 8]
  input input_: int32 [5]
  param "places.weight": [5, 8] as weight
  add(onnx__Add_0, weight)
  param bias: [5, 8]
  add(it, bias) as x1
  input_ -> words: embedding(8, 8)
  reshape([1, 5, 8])
  sum(axis: 0)
  add(x1, it)
  buffer table: [5, 8]
  mul(it, table)
}
