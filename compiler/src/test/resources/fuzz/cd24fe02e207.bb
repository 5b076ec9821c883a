# check: ast, syntepeatock Repeatactable: list) {
  rep3 ate{  a }
  repeat n + 1 { a :}
  repeat i in 0..n - 1 { a }
  repeat (t, c) ## Batch normalization: accelerat