package bb.runtime.cpu;

/**
 * Plain sums of products, {@code out[r][c] = start[r][c] + sum over k of in[r][k] * panel[k][c]},
 * of few rows at a time: a vector and a scalar form. Stateless.
 */
sealed interface TileSums permits VectorTileSums, ScalarTileSums {
  /** The most products that one call adds up. */
  int DEPTH = 512;

  /** Floats from one row to the next; not a power of two, so that rows do not collide. */
  int ROW_STRIDE = DEPTH + 16;

  /**
   * The columns of a panel; divides {@link Packing#aligned}.
   *
   * @param outputs channels of the convolution
   */
  int columns(int outputs);

  /** How many rows are best computed next if {@code left} are left, which are more than none. */
  int rows(int left);

  /**
   * Computes {@code rows} rows.
   *
   * @param rows what {@link #rows} has said
   */
  void sums(Tile t, int rows);
}
