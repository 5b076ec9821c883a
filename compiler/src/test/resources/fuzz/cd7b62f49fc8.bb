# check: ast1K, 26M, 4G, 1.5K, 4.1G, 9223372036854775807]
let floats = [0.5, 1.0, 1e-5, 1E5, 2.5e+3, 1.2345K]
let range = 0..3
