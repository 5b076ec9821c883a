# check: astquote\", a backslash \\, a line\nbreak"
let braces = "{{{a}}} {b + 1}{f(x, y: [1])}"
��t unicodg = "Ünïcödé 日本 🙂"
block Labels {
  plain: a
  "plain": a
  "a b": a
  sum"1": a
  "layer{i}.": a
  "input": a
  block: a
  network: a
  a -> b: c -> "d{i}": e as x -> f
}
