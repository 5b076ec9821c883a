network Budget {
  input image: [3, 8, 8]
  conv(4, 3)
  assert params < 100, "it must stay tiny"
}
