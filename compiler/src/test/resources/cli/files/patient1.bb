import "sick.bb"

network Patient1 {
  input x: [6]
  Sick
}
