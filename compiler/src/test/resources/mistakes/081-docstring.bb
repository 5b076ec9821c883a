# grade: 3 — a docstring
'''A network'''
network N {
  input x: [3, 32, 32]
  conv(64, 3)
}
