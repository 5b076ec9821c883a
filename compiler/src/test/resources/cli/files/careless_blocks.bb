block Twice(width: int, depth: int = 2) {
  repeat 2 { conv(width, 1) }
}
