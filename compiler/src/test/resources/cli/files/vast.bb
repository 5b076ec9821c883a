## More weights than a Java array holds, in layers that each fit one.
network Vast {
  input ids: int32 [4]
  embedding(1000000, 1100)
  linear(1000000)
}
