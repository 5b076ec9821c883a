package bb.runtime.cpu;

import bb.runtime.cpu.SequenceKernels.Product;
import bb.runtime.cpu.Worker.Share;

/** Products of two matrices that the network computes. */
public final class Products {
  /** Rows in a block. */
  private static final int ROWS = 32;

  private Products() {}

  /** {@code out = a * b}. */
  public static void plain(Worker w, View a, View b, View out) {
    Share share = share(w, a, out);
    for (int item = share.from(); item < share.to(); item++) {
      int example = item / blocks(a);
      int from = w.at(b) + example * b.exampleStride();
      block(w, item, a, out, w.arena, from, b.stride());
    }
    w.done();
  }

  /** {@code out = a * transpose(b)}. */
  public static void transposed(Worker w, View a, View b, View out) {
    Share share = share(w, a, out);
    int columns = b.pixels();
    float[] scratch = w.scratch(columns * b.channels());
    int packed = -1;
    for (int item = share.from(); item < share.to(); item++) {
      int example = item / blocks(a);
      if (example != packed) {
        packed = example;
        int from = w.at(b) + example * b.exampleStride();
        for (int row = 0; row < columns; row++) {
          for (int i = 0; i < b.channels(); i++) {
            scratch[i * columns + row] = w.arena[from + row * b.stride() + i];
          }
        }
      }
      block(w, item, a, out, scratch, 0, columns);
    }
    w.done();
  }

  private static int blocks(View a) {
    return Math.ceilDiv(a.pixels(), ROWS);
  }

  private static Share share(Worker w, View a, View out) {
    long cost = (long) ROWS * a.channels() * out.channels();
    return w.share(w.batch() * blocks(a), cost);
  }

  private static void block(Worker w, int item, View a, View out, float[] b, int bAt, int bStride) {
    int example = item / blocks(a);
    int first = item % blocks(a) * ROWS;
    Product p = w.product;
    p.a = w.arena;
    p.aAt = w.at(a) + example * a.exampleStride() + first * a.stride();
    p.aStride = a.stride();
    p.b = b;
    p.bAt = bAt;
    p.bStride = bStride;
    p.out = w.arena;
    p.outAt = w.at(out) + example * out.exampleStride() + first * out.stride();
    p.outStride = out.stride();
    p.rows = Math.min(ROWS, a.pixels() - first);
    p.depth = a.channels();
    p.columns = out.channels();
    w.sequences.product(p);
  }
}
