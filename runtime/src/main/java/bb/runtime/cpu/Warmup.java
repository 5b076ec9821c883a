package bb.runtime.cpu;

import java.util.Arrays;

/**
 * Gets vector kernels compiled before they are needed. Interpreted, a vector is an object and a
 * kernel thousands of times slower; called here with little work, it reaches the JIT's thresholds
 * in a fraction of the time that the first image would take, and is compiled while the weights are
 * read.
 */
public final class Warmup {
  /** {@code -Dbb.cold=true} leaves it out: for models that run only once, on small inputs. */
  public static final String COLD = "bb.cold";

  /** Calls until the first compilation, and until the last. */
  private static final int FEW = 250;

  private static final int MANY = 700;

  /** Rounds of a kernel's loops in one of the many calls. */
  private static final int ROUNDS = 25;

  /** The rows of the largest tile. */
  private static final int MOST_ROWS = 16;

  private Warmup() {}

  /**
   * Runs a kernel on zeros.
   *
   * @param sides how many inputs its epilogue reads
   * @param vectors how many weight vectors
   */
  public static void product(GemmKernel kernel, int sides, int vectors) {
    if (Boolean.getBoolean(COLD)) {
      return;
    }
    Tile t = new Tile();
    float[] zeros = new float[Tile.MAX_FLOATS];
    t.reserve(sides, vectors);
    t.in = zeros;
    t.inStride = ROUNDS;
    t.weights = new float[ROUNDS * Packing.ALIGNMENT];
    t.start = zeros;
    t.out = new float[Tile.MAX_FLOATS];
    t.columns = kernel.columns();
    t.outStride = t.columns;
    int rows = kernel.rows(t.columns);
    Arrays.fill(t.side, t.out);
    for (int call = 0; call < FEW + MANY; call++) {
      t.depth = call < FEW ? 1 : ROUNDS;
      kernel.tile(t, rows);
    }
  }

  /** As {@link #product}. */
  public static void depthwise(DepthwiseKernel kernel, int sides, int vectors) {
    if (Boolean.getBoolean(COLD)) {
      return;
    }
    Strip s = new Strip();
    s.reserve(sides, vectors);
    s.arena = new float[ROUNDS * Packing.ALIGNMENT];
    s.weights = new float[ROUNDS * Packing.ALIGNMENT];
    s.channels = Packing.ALIGNMENT;
    s.pixels = 5;
    s.tapRows = 2;
    s.tapColumns = 2;
    for (int call = 0; call < FEW + MANY; call++) {
      kernel.strip(s);
    }
  }

  /** As {@link #product}. */
  public static void pointwise(PointwiseKernel kernel, int inputs, int vectors) {
    if (Boolean.getBoolean(COLD)) {
      return;
    }
    Lines l = new Lines();
    l.reserve(inputs, vectors);
    l.arena = new float[ROUNDS * Packing.ALIGNMENT];
    l.weights = l.arena;
    l.length = l.arena.length;
    l.rows = 1;
    for (int call = 0; call < FEW + MANY; call++) {
      kernel.lines(l);
    }
  }

  /** Runs the kernels of Winograd convolutions on zeros. */
  public static void winograd(WinogradSize size) {
    if (Boolean.getBoolean(COLD)) {
      return;
    }
    TileSums sums = Lanes.tileSums();
    for (int rows = 1; rows <= MOST_ROWS; rows++) {
      if (sums.rows(rows) == rows) {
        sums(sums, rows);
      }
    }
    WinogradKernels kernels = Lanes.winogradKernels(size);
    WinogradKernels.Band b = new WinogradKernels.Band();
    b.from = new float[size.inputs() * ROUNDS * Packing.ALIGNMENT];
    b.to = b.from;
    b.bias = b.from;
    b.width = size.outputs();
    b.squares = 1;
    Arrays.fill(b.row, b.from);
    for (int call = 0; call < FEW + MANY; call++) {
      b.length = call < FEW ? 1 : ROUNDS * RowKernels.OVERHANG;
      kernels.inputRows(b);
      kernels.inputColumns(b);
      kernels.outputRows(b);
      kernels.outputColumns(b);
    }
  }

  private static void sums(TileSums sums, int rows) {
    Tile t = new Tile();
    t.in = new float[rows * TileSums.ROW_STRIDE];
    t.weights = new float[ROUNDS * Packing.ALIGNMENT];
    t.start = t.weights;
    t.out = new float[rows * Packing.ALIGNMENT];
    t.outStride = sums.columns(1);
    for (int call = 0; call < FEW + MANY; call++) {
      t.depth = call < FEW ? 1 : ROUNDS;
      sums.sums(t, rows);
    }
  }
}
