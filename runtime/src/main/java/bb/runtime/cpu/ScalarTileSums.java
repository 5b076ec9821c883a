package bb.runtime.cpu;

/** Sums in plain Java. */
final class ScalarTileSums implements TileSums {
  private final ScalarSum sum = new ScalarSum();

  @Override
  public int columns() {
    return sum.columns();
  }

  @Override
  public int rows(int left) {
    int most = sum.rows(columns());
    return left >= most ? most : 1;
  }

  @Override
  public void sums(Tile t, int rows) {
    t.inStride = ROW_STRIDE;
    t.columns = columns();
    sum.tile(t, rows);
  }
}
