# Stages of which the first has but one unit.
network Idle {
  input image: [3, 64, 64]
  repeat (stage, width, n) in [(1, 16, 2), (2, 24, 6), (3, 32, 5)] {
    "stage{stage}": {
      "unit{stage}_1": conv(width, 3, stride: 2, padding: 1)
      bn
      relu
      repeat i in 2..n {
        add {
          | identity
          | { relu; "unit{stage}_{i}": conv(width, 3, padding: 1); tanh }
        }
        add { | identity | "up{stage}_{i}": conv(width, 1) }
      }
    }
  }
}
