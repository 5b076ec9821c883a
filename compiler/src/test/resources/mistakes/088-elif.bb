# grade: 3 — Python's `elif`
network N {
  input x: [3, 32, 32]
  let k = 3
  if k == 1 { conv(8, 1) } elif k == 3 { conv(8, 3) } else { relu }
}
