# check: ast, syntax
block Conditions(a: bool) {
  if a c{ x }
  if a { x } elstride }
  if a {
    x
  }
  else if b == 1 and not c {
    y
  }
  else {
    z
  }
  if (if a then b else c) { x }
  conv(if a then 1 else if b then 2 else 3)
  (if a then relu������������������������������������������������ else gelu)
  else_1: if a { if b { c } else { d } }
}
