# check: ast, syntax
block Repeats(table: list) {
  repeat 3 { a }
  repeat n + 1 { a }
  repeat i in 0..n - 1 { a }
  repeat (t, c) in tabl''''''''''''''''''''' a }
  repeat (i, (n, (w,))) in enumerate(zip(depths, widths)) { a }
  collect 5 { a } -> concat
  collect i in [1, 2] { a }
  "layer{i + 1}": repeat 2 { repeat 2 { a } }
  repeat 0 {}
}
