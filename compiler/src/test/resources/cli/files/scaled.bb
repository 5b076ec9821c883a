## A network that can be made wider.
network Scaled(width: float = 1.0, classes: int = 10, size: int = 16, widths: list = [16, 32], act: string = "relu") {
  input image: [3, size, size]
  repeat w in widths {
    conv(round_to(w * width, 8), 3, stride: 2, padding: 1)
    if act == "relu" { relu } else { silu }
  }
  global_avg_pool
  flatten
  fc: linear(classes)
  assert params < 40K, "it has to stay small"
}
