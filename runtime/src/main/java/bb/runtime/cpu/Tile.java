package bb.runtime.cpu;

/**
 * The operands of one {@link GemmKernel} call: a few rows (output pixels) times one panel of output
 * channels. One object per worker, overwritten for every call.
 */
public final class Tile {
  /** The most products that one call adds up: what keeps the packed rows in the first cache. */
  public static final int DEPTH = 512;

  /** Floats from one packed row to the next; not a power of two, so that rows do not collide. */
  public static final int ROW_STRIDE = DEPTH + 16;

  /** Room for the largest tile of any kernel. */
  static final int MAX_FLOATS = 16 * Packing.ALIGNMENT;

  /** What is multiplied: rows {@link #ROW_STRIDE} apart. */
  public float[] in;

  public int inAt;

  /** The panel {@code [depth][columns]} starts at {@code panelAt}. */
  public float[] weights;

  public int panelAt;
  public int depth;

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
}
