## Imported from case.onnx, made by pytorch 2.13.0+cpu (ONNX operators 20).

block Unit {
  repeat 2 { conv(4, 3, padding: 1); relu }
}

network Case {
  input x: [4, 6, 6]
  share unit = Unit
  repeat 2 { add { | identity | unit } }
  add { | identity | unit } as add_2
  output add_2
}
