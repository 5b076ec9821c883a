package bb.runtime.cpu;

import bb.runtime.cpu.SequenceKernels.Product;

/** Products of two matrices that the network computes. An item is a block of rows. */
public final class Products implements Operation {
  /** Rows in a block. */
  private static final int ROWS = 24;

  private final View a;
  private final View b;
  private final View out;
  private final boolean transposed;
  private final int blocks;

  private Products(View a, View b, View out, boolean transposed) {
    this.a = a;
    this.b = b;
    this.out = out;
    this.transposed = transposed;
    this.blocks = Math.ceilDiv(a.pixels(), ROWS);
  }

  /** {@code out = a * b}. */
  public static Operation plain(View a, View b, View out) {
    return new Products(a, b, out, false);
  }

  /** {@code out = a * transpose(b)}. */
  public static Operation transposed(View a, View b, View out) {
    return new Products(a, b, out, true);
  }

  @Override
  public int items(int batch) {
    return batch * blocks;
  }

  @Override
  public long cost(int batch) {
    return (long) ROWS * a.channels() * out.channels();
  }

  @Override
  public long overhead(int batch) {
    return transposed ? 8L * b.pixels() * b.channels() : 0;
  }

  @Override
  public void reserve(Worker w) {
    if (transposed) {
      w.reserve(b.pixels() * b.channels());
    }
  }

  @Override
  public void run(Worker w, int from, int to) {
    int packed = -1;
    for (int item = from; item < to; item++) {
      int example = item / blocks;
      int first = item % blocks * ROWS;
      int second = w.at(b) + example * b.exampleStride();
      if (!transposed) {
        block(w, example, first, w.arena, second, b.stride());
        continue;
      }
      if (example != packed) {
        packed = example;
        Transpose.copy(
            w.arena, second, b.stride(), w.scratch(), 0, b.pixels(), b.pixels(), b.channels());
      }
      block(w, example, first, w.scratch(), 0, b.pixels());
    }
  }

  private void block(Worker w, int example, int first, float[] second, int at, int stride) {
    Product p = w.product;
    p.a = w.arena;
    p.aAt = w.at(a) + example * a.exampleStride() + first * a.stride();
    p.aStride = a.stride();
    p.b = second;
    p.bAt = at;
    p.bStride = stride;
    p.out = w.arena;
    p.outAt = w.at(out) + example * out.exampleStride() + first * out.stride();
    p.outStride = out.stride();
    p.rows = Math.min(ROWS, a.pixels() - first);
    p.depth = a.channels();
    p.columns = out.channels();
    w.sequences.product(p);
  }
}
