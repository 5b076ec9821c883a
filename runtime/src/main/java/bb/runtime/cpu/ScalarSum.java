package bb.runtime.cpu;

/** Sums of products of few columns in plain Java: two rows by four columns of local variables. */
final class ScalarSum {
  /** Columns at a time; panels have whole multiples of it. */
  static final int SIZE = 4;

  private ScalarSum() {}

  static void tile(Tile t, int rows) {
    for (int column = 0; column < t.columns; column += SIZE) {
      int row = 0;
      for (; row + 1 < rows; row += 2) {
        pair(t, row, column);
      }
      if (row < rows) {
        single(t, row, column);
      }
    }
  }

  private static void single(Tile t, int row, int column) {
    float[] w = t.weights;
    int at = t.inAt + row * t.inStride;
    int from = t.startAt + row * t.startStride + column;
    float s0 = t.start[from];
    float s1 = t.start[from + 1];
    float s2 = t.start[from + 2];
    float s3 = t.start[from + 3];
    int p = t.panelAt + column;
    for (int k = 0; k < t.depth; k++) {
      float x = t.in[at + k];
      s0 = ScalarFunctions.fma(x, w[p], s0);
      s1 = ScalarFunctions.fma(x, w[p + 1], s1);
      s2 = ScalarFunctions.fma(x, w[p + 2], s2);
      s3 = ScalarFunctions.fma(x, w[p + 3], s3);
      p += t.columns;
    }
    int to = t.outAt + row * t.outStride + column;
    t.out[to] = s0;
    t.out[to + 1] = s1;
    t.out[to + 2] = s2;
    t.out[to + 3] = s3;
  }

  private static void pair(Tile t, int row, int column) {
    float[] w = t.weights;
    float[] in = t.in;
    int a = t.inAt + row * t.inStride;
    int b = a + t.inStride;
    int from = t.startAt + row * t.startStride + column;
    int next = from + t.startStride;
    float a0 = t.start[from];
    float a1 = t.start[from + 1];
    float a2 = t.start[from + 2];
    float a3 = t.start[from + 3];
    float b0 = t.start[next];
    float b1 = t.start[next + 1];
    float b2 = t.start[next + 2];
    float b3 = t.start[next + 3];
    int columns = t.columns;
    int p = t.panelAt + column;
    for (int k = 0; k < t.depth; k++) {
      float x = in[a + k];
      float y = in[b + k];
      float w0 = w[p];
      float w1 = w[p + 1];
      float w2 = w[p + 2];
      float w3 = w[p + 3];
      a0 = ScalarFunctions.fma(x, w0, a0);
      a1 = ScalarFunctions.fma(x, w1, a1);
      a2 = ScalarFunctions.fma(x, w2, a2);
      a3 = ScalarFunctions.fma(x, w3, a3);
      b0 = ScalarFunctions.fma(y, w0, b0);
      b1 = ScalarFunctions.fma(y, w1, b1);
      b2 = ScalarFunctions.fma(y, w2, b2);
      b3 = ScalarFunctions.fma(y, w3, b3);
      p += columns;
    }
    int to = t.outAt + row * t.outStride + column;
    t.out[to] = a0;
    t.out[to + 1] = a1;
    t.out[to + 2] = a2;
    t.out[to + 3] = a3;
    to += t.outStride;
    t.out[to] = b0;
    t.out[to + 1] = b1;
    t.out[to + 2] = b2;
    t.out[to + 3] = b3;
  }
}
