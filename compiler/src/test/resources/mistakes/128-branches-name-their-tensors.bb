# grade: 3 — branches behind a tuple, of which one names its tensors
network N {
  input x: [4, 8, 8]
  split(4) as g
  add { | mul(g[0], g[1]) | relu }
}
