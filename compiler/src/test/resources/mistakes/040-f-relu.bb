# grade: 3 — the functional form
network N {
  input x: [3, 32, 32]
  conv(8, 3) as a
  F.relu(a)
}
