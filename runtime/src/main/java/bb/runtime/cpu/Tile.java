package bb.runtime.cpu;

/**
 * The operands of one {@link GemmKernel} call: a few rows (output pixels) times one panel of output
 * channels. One object per worker, overwritten for every call.
 */
public final class Tile {
  /** The most products that one call adds up: what keeps a tile's rows in the first cache. */
  public static final int DEPTH = 1024;

  /** A depth of which there is no sum, not even what it starts from: see {@link Warmup}. */
  static final int NONE = -1;

  /** Room for the largest tile of any kernel. */
  static final int MAX_FLOATS = 16 * Packing.ALIGNMENT;

  /** What is multiplied: rows {@code inStride} apart. */
  public float[] in;

  public int inAt;
  public int inStride;

  /** The panel {@code [depth][columns]} starts at {@code panelAt}. */
  public float[] weights;

  public int panelAt;
  public int depth;
  public int columns;

  /** What the sums start from: the bias for every row (stride 0), or what was summed so far. */
  public float[] start;

  public int startAt;
  public int startStride;

  public float[] out;
  public int outAt;
  public int outStride;

  /** The step's further inputs: input i + 1 has its row r at {@code sideAt[i] + r * stride}. */
  public float[][] side = {};

  public int[] sideAt = {};
  public int[] sideStride = {};

  /** The panel's part of each weight vector, in {@link #weights}. */
  public int[] vectorAt = {};

  public final Temporaries temporaries = new Temporaries();

  void reserve(int sides, int vectors) {
    if (side.length < sides) {
      side = new float[sides][];
      sideAt = new int[sides];
      sideStride = new int[sides];
    }
    if (vectorAt.length < vectors) {
      vectorAt = new int[vectors];
    }
  }

  /** Computes any number of rows, as few calls of the kernel as there can be. */
  void compute(GemmKernel kernel, int rows, int sides) {
    int whole = kernel.rows(columns);
    int left = rows;
    while (left > 0) {
      int part = part(whole, left);
      kernel.tile(this, part);
      advance(part, sides);
      left -= part;
    }
  }

  /** How many rows one call computes of those that are left. */
  static int part(int whole, int left) {
    return left >= whole ? whole : left >= 4 ? 4 : left >= 2 ? 2 : 1;
  }

  private void advance(int rows, int sides) {
    inAt += rows * inStride;
    startAt += rows * startStride;
    outAt += rows * outStride;
    for (int i = 0; i < sides; i++) {
      sideAt[i] += rows * sideStride[i];
    }
  }
}
