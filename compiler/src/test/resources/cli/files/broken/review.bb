network Review {
  input image: [3, 8
