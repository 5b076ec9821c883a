import "sick.bb"

network Patient2 {
  input x: [6]
  Sick
}
