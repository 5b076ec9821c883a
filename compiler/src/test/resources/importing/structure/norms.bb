# Norms that ONNX spells by means and squares, with vectors and without.
network Norms {
  input image: [6, 4, 4]
  conv(6, 1); group_norm(2)
  conv(6, 1); group_norm(3, affine: false)
  conv(6, 1); instance_norm
  conv(6, 1); instance_norm(affine: true)
  conv(6, 1); layer_norm(axis: 0)
  conv(6, 1); layer_norm(axis: 0, affine: false)
  conv(6, 1); rms_norm(axis: 0)
  reshape([6, 16])
  linear(8); layer_norm(affine: false)
  linear(8); rms_norm
  linear(8); rms_norm(affine: false)
}
