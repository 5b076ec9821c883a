## Imported from case.onnx, made by pytorch 2.13.0 (ONNX operators 20).

block Unit {
  repeat 2 { conv(4, 3, padding: 1); relu }
}

network Case {
  input input_1: [4, 6, 6]
  share unit = Unit
  repeat 3 { add { | identity | unit } }
}
