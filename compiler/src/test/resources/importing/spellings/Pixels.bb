## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).
network Case {
  input input_1: [8, 4, 6]
  up: conv(12, 1)
  pixel_shuffle(2)
  down: conv(1, 1)
  pixel_unshuffle(2)
}
