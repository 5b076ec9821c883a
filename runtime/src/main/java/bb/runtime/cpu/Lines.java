package bb.runtime.cpu;

/**
 * The operands of one {@link PointwiseKernel} call: {@code rows} runs of {@code length} floats. One
 * object per worker.
 */
public final class Lines {
  public float[] arena;
  public float[] weights;
  public int rows;
  public int length;
  public int outAt;
  public int outStride;

  /** The inputs: where row 0 starts, and the step to the next (0: all rows read the same). */
  public int[] inAt = {};

  public int[] inStride = {};

  /** Weight vectors over the channels, the same for all rows. */
  public int[] vectorAt = {};

  public final Temporaries temporaries = new Temporaries();

  void reserve(int inputs, int vectors) {
    if (inAt.length < inputs) {
      inAt = new int[inputs];
      inStride = new int[inputs];
    }
    if (vectorAt.length < vectors) {
      vectorAt = new int[vectors];
    }
  }
}
