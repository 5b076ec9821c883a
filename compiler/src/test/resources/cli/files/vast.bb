## More weights than a Java array holds: it can be counted, and not run.
network Vast {
  input ids: int32 [4]
  embedding(1000000, 1100)
  linear(1000000)
}
