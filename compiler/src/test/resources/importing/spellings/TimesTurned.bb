## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input t: []
  sinusoid(8, interleaved: false)
  split(2) as (x1, x2)
  concat(x2, x1)
}
