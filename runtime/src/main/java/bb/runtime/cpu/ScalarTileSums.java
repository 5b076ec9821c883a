package bb.runtime.cpu;

/** Sums in plain Java, of panels as wide as the output's channels allow. */
final class ScalarTileSums implements TileSums {
  /** The most rows that are computed at a time: their sums stay in the second cache. */
  private static final int ROWS = 112;

  @Override
  public int columns(int outputs) {
    int columns = Packing.ALIGNMENT;
    while (2 * columns <= ScalarKernel.COLUMNS && Packing.aligned(outputs) % (2 * columns) == 0) {
      columns *= 2;
    }
    return columns;
  }

  @Override
  public int rows(int left) {
    return Math.min(ROWS, left);
  }

  @Override
  public void sums(Tile t, int rows) {
    int columns = t.columns;
    for (int row = 0; row < rows; row++) {
      int from = t.startAt + row * t.startStride;
      System.arraycopy(t.start, from, WideSums.row(t, row), 0, columns);
    }
    WideSums.add(t, rows, columns);
    for (int row = 0; row < rows; row++) {
      System.arraycopy(WideSums.row(t, row), 0, t.out, t.outAt + row * t.outStride, columns);
    }
  }
}
