package bb.runtime.cpu;

import bb.runtime.cpu.SequenceKernels.Product;

/**
 * Products of two matrices that the network computes, or of stacks of them, each by its own. An
 * item is a block of rows.
 */
public final class Products implements Operation {
  /** Rows in a block. */
  private static final int ROWS = 24;

  private final int stacked;
  private final View a;
  private final View b;
  private final View out;
  private final boolean transposed;

  /** Rows of a matrix of {@code a}, and of {@code b}. */
  private final int rows;

  private final int secondRows;
  private final int blocks;

  private Products(int stacked, View a, View b, View out, boolean transposed) {
    this.stacked = stacked;
    this.a = a;
    this.b = b;
    this.out = out;
    this.transposed = transposed;
    this.rows = a.pixels() / stacked;
    this.secondRows = b.pixels() / stacked;
    this.blocks = Math.ceilDiv(rows, ROWS);
  }

  /**
   * {@code out = a * b}.
   *
   * @param stacked how many matrices there are in an example, one after the other
   */
  public static Operation plain(int stacked, View a, View b, View out) {
    return new Products(stacked, a, b, out, false);
  }

  /** {@code out = a * transpose(b)}, else as {@link #plain}. */
  public static Operation transposed(int stacked, View a, View b, View out) {
    return new Products(stacked, a, b, out, true);
  }

  @Override
  public int items(int batch) {
    return batch * stacked * blocks;
  }

  @Override
  public long cost(int batch) {
    return (long) Math.min(ROWS, rows) * a.channels() * out.channels();
  }

  @Override
  public long overhead(int batch) {
    return transposed ? 8L * secondRows * b.channels() : 0;
  }

  @Override
  public void reserve(Worker w) {
    if (transposed) {
      w.reserve(secondRows * b.channels());
    }
  }

  @Override
  public void run(Worker w, int from, int to) {
    int packed = -1;
    for (int item = from; item < to; item++) {
      int matrix = item / blocks;
      int first = item % blocks * ROWS;
      int second = w.at(b) + matrix * secondRows * b.stride();
      if (!transposed) {
        block(w, matrix, first, w.arena, second, b.stride());
        continue;
      }
      if (matrix != packed) {
        packed = matrix;
        Transpose.copy(
            w.arena, second, b.stride(), w.scratch(), 0, secondRows, secondRows, b.channels());
      }
      block(w, matrix, first, w.scratch(), 0, secondRows);
    }
  }

  private void block(Worker w, int matrix, int first, float[] second, int at, int stride) {
    Product p = w.product;
    p.a = w.arena;
    p.aAt = w.at(a) + (matrix * rows + first) * a.stride();
    p.aStride = a.stride();
    p.b = second;
    p.bAt = at;
    p.bStride = stride;
    p.out = w.arena;
    p.outAt = w.at(out) + (matrix * rows + first) * out.stride();
    p.outStride = out.stride();
    p.rows = Math.min(ROWS, rows - first);
    p.depth = a.channels();
    p.columns = out.channels();
    w.sequences.product(p);
  }
}
