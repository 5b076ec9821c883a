## One that is right, one with a mistake, one that fails its own check.

network Right { input x: [4]; linear(2) }

network Wrong { input x: [4]; linear(2) -> conv(3, 3) }

network Heavy {
  input x: [4]
  linear(100)
  assert params < 100, "it must stay tiny"
}
