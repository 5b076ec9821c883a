## A tower of units.
import "blocks.bb"

network Tower(depth: int) {
  input image: [3, 8, 8]
  stem: Unit(4)
  stage: repeat depth { Unit(4) }
  global_avg_pool
  flatten
  fc: linear(2)
}

network Tower1 = Tower(depth: 1)
network Tower2 = Tower(depth: 2)
