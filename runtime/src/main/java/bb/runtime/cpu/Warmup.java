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
}
