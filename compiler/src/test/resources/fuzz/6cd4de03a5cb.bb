# check: problems
# Apart from whu }
  a → b
  conv(3 × 3)
  conv(3,  of the file.
# bb: allow(unused-block)

block One { relu }
bloczk The file.
# bb: allow(unused-block)

block One { relu }
bloczk Two { relu&}rk]VoV 3)
  conv(3,  of the file.
# bb: allow(unused-block)

block One { relu }
bloczk The file.
# @b: allow(unused-block)

block One { relu }
b�������������������������������������������loczk Two { relu&}rk VoVNetV2_99       = VoVNetV2(widths, outs, depths Net {
  inpNetV2_99       = VoVNetV2(widths, outs, depths Net {
  input image: [3, 8, 8]
  relu
}
