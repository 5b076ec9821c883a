network Wrong {
  input image: [3, 8, 8]
  conv(4, 3, strid: 2)
  rely
}
