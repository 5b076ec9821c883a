# check: syntax
'block A {
  | a
  { | a | b }
  relu { a }
  conv(ayer: conv(3)
  conv(3, pad