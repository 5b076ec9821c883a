package bb.runtime.cpu;

/**
 * A matrix product with an epilogue in plain Java. Panels are as wide as {@link ScalarGemm} can
 * use, and need not be whole: the last is as narrow as its channels.
 */
public interface ScalarKernel extends GemmKernel {
  /** Columns of a panel: a row of sums that stays in the first cache beside some others. */
  int COLUMNS = 512;

  @Override
  default int rows(int columns) {
    return ScalarSum.SIZE;
  }

  @Override
  default int columns() {
    return COLUMNS;
  }

  @Override
  default int narrow() {
    return COLUMNS;
  }

  @Override
  default int columns(int left) {
    return Math.min(COLUMNS, Math.ceilDiv(left, ScalarSum.SIZE) * ScalarSum.SIZE);
  }

  @Override
  default void tile(Tile t, int rows) {
    ScalarSum.tile(t, rows);
    finish(t, rows);
  }
}
