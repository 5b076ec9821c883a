package bb.runtime.cpu;

/** Copies what lies row by row to where it lies column by column. */
final class Transpose {
  /** Rows and columns whose cache lines stay in the first cache together. */
  private static final int TILE = 16;

  private Transpose() {}

  /**
   * {@code to[toAt + c * toStep + r] = from[at + r * step + c]}.
   *
   * @param rows contiguous in {@code to}
   * @param columns contiguous in {@code from}
   */
  static void copy(
      float[] from, int at, int step, float[] to, int toAt, int toStep, int rows, int columns) {
    for (int row = 0; row < rows; row += TILE) {
      int height = Math.min(TILE, rows - row);
      for (int column = 0; column < columns; column += TILE) {
        int end = Math.min(column + TILE, columns);
        for (int c = column; c < end; c++) {
          int source = at + row * step + c;
          int target = toAt + c * toStep + row;
          for (int r = 0; r < height; r++) {
            to[target + r] = from[source + r * step];
          }
        }
      }
    }
  }
}
