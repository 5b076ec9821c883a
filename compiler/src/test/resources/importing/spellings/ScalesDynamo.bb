## Imported from case.onnx, made by pytorch 2.13.0+cpu (ONNX operators 20).
network Case {
  input x: [4, 6, 6]
  param "blocks.0.2.weight": [4, 1, 1] as weight
  blocks: {
    "0": { conv(4, 1); relu; mul(it, weight) }
    "1": { conv(4, 1); relu; mul(it, weight) as mul_1 }
  }
  output mul_1
}
