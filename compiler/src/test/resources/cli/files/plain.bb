network Plain {
  input x: int32 [3]
  minimum(2)
}
