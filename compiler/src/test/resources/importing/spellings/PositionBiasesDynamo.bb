## Imported from case.onnx, made by pytorch 2.13.0+cpu (ONNX operators 20).
network Case {
  input x: [2, 9, 9]
  add {
    | identity
    | attn: {
      param logit_scale: [2, 1, 1]
      logit_scale -> clamp(max: 4.6) -> exp
      mul(x, it) as x1
      buffer coords_table: [1, 5, 5, 2]
      coords_table -> reshape([5, 5, 2])
      mlp: { linear(8, axis: -1); relu; linear(2, bias: false) }
      const table: int32 [81] = (i) -> 5 * (i // 27) + i // 9 % 3 - 5 * (i // 3 % 3) - i % 3 + 12
      reshape([25, 2]) -> gather(it, table) -> reshape([9, 9, 2]) -> permute([2, 0, 1]) -> sigmoid -> affine(16)
      add(x1, it)
    }
  } as add_1
  output add_1
}
