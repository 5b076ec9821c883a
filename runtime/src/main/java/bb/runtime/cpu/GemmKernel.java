package bb.runtime.cpu;

/**
 * A register-blocked matrix product with an epilogue: {@code out[r][c] = f(start[r][c] + sum over k
 * of in[r][k] * panel[k][c])}. Stateless.
 */
public interface GemmKernel {
  /**
   * The rows of a whole tile.
   *
   * @param columns of the panel: {@link #columns} or {@link #narrow}
   */
  int rows(int columns);

  /** The columns of a panel; divides {@link Packing#ALIGNMENT} or is a multiple of it. */
  int columns();

  /** The columns of a filter's last panel if there are no more; divides {@link #columns}. */
  int narrow();

  /** The columns of a filter's next panel if so many outputs are left. */
  default int columns(int left) {
    return left <= narrow() ? narrow() : columns();
  }

  /** Floats of the vectors that it computes with, 0 if it does without. */
  default int lanes() {
    return narrow() < columns() ? narrow() : 0;
  }

  /**
   * Computes the first rows of a tile; where its depth is {@link Tile#NONE} a vector kernel does
   * nothing.
   *
   * @param rows as many as {@link #rows} says, or 4, 2 or 1
   */
  void tile(Tile t, int rows);

  /**
   * Whether the epilogue is a function of the sum alone, which {@link #apply} computes: of many
   * sums that follow each other it is faster than of a tile's.
   */
  default boolean isFunction() {
    return false;
  }

  /** Puts the function's values in the place of {@code count} sums, if there is one. */
  default void apply(float[] x, int at, int count) {}

  /** Applies the epilogue to sums that lie in the first rows of a tile's output. */
  void finish(Tile t, int rows);
}
