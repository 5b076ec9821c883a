package bb.runtime.cpu;

/**
 * Sums of products in plain Java, in the one form of loop that the JIT makes vectors of. It does so
 * only where all arrays of a loop are read and written at the same index, which is the loop's
 * variable, and where the loop does not do too much: so the sums of each row, and the weights of
 * the few products that a loop adds, lie in arrays of their own, where the weights are copied once
 * for all rows. Wide is a panel of some dozen columns: the loops that begin and end a vector loop
 * take as long as that many.
 */
final class WideSums {
  /** Rows and products of a loop; with more, the JIT makes no vectors of it. */
  static final int TILE = 4;

  private static final int STEP = 3;

  private WideSums() {}

  /** Where the sums of a row of the tile lie, from 0 on. */
  static float[] row(Tile t, int row) {
    return t.temporaries.get(STEP + row);
  }

  /** Makes room for sums of so many rows. */
  static void reserve(Tile t, int rows) {
    t.temporaries.get(STEP + rows - 1);
  }

  /**
   * Adds the products of a tile to {@link #row}s.
   *
   * @param n columns that count, no more than the panel has
   */
  static void add(Tile t, int rows, int n) {
    int columns = t.columns;
    float[] w0 = t.temporaries.get(0);
    float[] w1 = t.temporaries.get(1);
    float[] w2 = t.temporaries.get(2);
    int k = 0;
    for (; k + STEP <= t.depth; k += STEP) {
      int at = t.panelAt + k * columns;
      System.arraycopy(t.weights, at, w0, 0, n);
      System.arraycopy(t.weights, at + columns, w1, 0, n);
      System.arraycopy(t.weights, at + 2 * columns, w2, 0, n);
      int row = 0;
      for (; row + TILE <= rows; row += TILE) {
        four(t, row, k, n, w0, w1, w2);
      }
      for (; row < rows; row++) {
        one(t, row, k, n, w0);
        one(t, row, k + 1, n, w1);
        one(t, row, k + 2, n, w2);
      }
    }
    for (; k < t.depth; k++) {
      System.arraycopy(t.weights, t.panelAt + k * columns, w0, 0, n);
      for (int row = 0; row < rows; row++) {
        one(t, row, k, n, w0);
      }
    }
  }

  private static void four(Tile t, int row, int k, int n, float[] w0, float[] w1, float[] w2) {
    float[] in = t.in;
    int a = t.inAt + row * t.inStride + k;
    int b = a + t.inStride;
    int c = b + t.inStride;
    int d = c + t.inStride;
    add(
        n,
        w0,
        w1,
        w2,
        row(t, row),
        row(t, row + 1),
        row(t, row + 2),
        row(t, row + 3),
        in[a],
        in[a + 1],
        in[a + 2],
        in[b],
        in[b + 1],
        in[b + 2],
        in[c],
        in[c + 1],
        in[c + 2],
        in[d],
        in[d + 1],
        in[d + 2]);
  }

  private static void add(
      int n,
      float[] w0,
      float[] w1,
      float[] w2,
      float[] a,
      float[] b,
      float[] c,
      float[] d,
      float a0,
      float a1,
      float a2,
      float b0,
      float b1,
      float b2,
      float c0,
      float c1,
      float c2,
      float d0,
      float d1,
      float d2) {
    for (int i = 0; i < n; i++) {
      float x = w0[i];
      float y = w1[i];
      float z = w2[i];
      a[i] = fma(a2, z, fma(a1, y, fma(a0, x, a[i])));
      b[i] = fma(b2, z, fma(b1, y, fma(b0, x, b[i])));
      c[i] = fma(c2, z, fma(c1, y, fma(c0, x, c[i])));
      d[i] = fma(d2, z, fma(d1, y, fma(d0, x, d[i])));
    }
  }

  private static void one(Tile t, int row, int k, int n, float[] weights) {
    float[] sums = row(t, row);
    float x = t.in[t.inAt + row * t.inStride + k];
    for (int i = 0; i < n; i++) {
      sums[i] = fma(x, weights[i], sums[i]);
    }
  }

  private static float fma(float a, float b, float c) {
    return ScalarFunctions.fma(a, b, c);
  }
}
