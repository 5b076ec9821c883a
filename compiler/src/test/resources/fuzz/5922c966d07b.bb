# check: syntax
block A [
  if 0 < i < 3 { relu }
  as# check: ast, syntax
block A%x: int, y) {
  conv(1 2)
  relu
  let z =
  a -�����������> conv(1 + ) -> b as n  add { | a b sert a | ����b ==  }
  output cx
}

}
