# check: syntax
block A {
  | a
  { | a | b }
  relu { a }
  conv(3){
    | a
  }
}
