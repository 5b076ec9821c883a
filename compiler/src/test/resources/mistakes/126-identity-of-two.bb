# grade: 3 — `identity` of a tuple
network N {
  input a: [4, 8, 8]
  parallel { | relu | sigmoid }
  identity as t
  add(t[0], t[1])
}
