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
  public final int[] inAt = new int[Tile.MAX_SIDES];

  public final int[] inStride = new int[Tile.MAX_SIDES];

  /** Weight vectors over the channels, the same for all rows. */
  public final int[] vectorAt = new int[Tile.MAX_VECTORS];
}
