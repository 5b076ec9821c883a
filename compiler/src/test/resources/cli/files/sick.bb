block Sick {
  rely
}
