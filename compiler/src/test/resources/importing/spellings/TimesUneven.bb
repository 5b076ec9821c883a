## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
##
## The model has no name for one of the layers, which is named after what it is.
network Case {
  input onnx__Unsqueeze_0: []
  reshape(1)
  buffer table: [20]
  mul(it, table)
  concat { | sin | cos }
}
