network N {
  # café
}
