package bb.runtime.cpu;

/**
 * A register-blocked matrix product with an epilogue: {@code out[r][c] = f(start[r][c] + sum over k
 * of in[r][k] * panel[k][c])}. Stateless.
 */
public interface GemmKernel {
  /** The rows of a full tile. */
  int rows();

  /** The columns of a panel; divides {@link Packing#ALIGNMENT}. */
  int columns();

  /** Computes {@link #rows} rows. */
  void tile(Tile t);

  /** Computes one row. */
  void row(Tile t);
}
