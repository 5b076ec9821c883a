package bb.runtime.cpu;

/**
 * The operands of one {@link DepthwiseKernel} call: neighbouring output pixels of one row that all
 * see the same taps. Offsets are those of channel 0. One object per worker.
 */
public final class Strip {
  public float[] arena;
  public float[] weights;

  /** Output pixels in the strip and their channels. */
  public int pixels;

  public int channels;

  /** The first pixel's first visible input pixel, and the steps from pixel to pixel. */
  public int inAt;

  public int inStep;

  /** The taps that are seen: how many, and the steps between them in the input. */
  public int tapRows;

  public int tapColumns;
  public int inRowStep;
  public int inColumnStep;

  /** The first visible tap's weights {@code [channels]}, and the steps between taps. */
  public int filterAt;

  public int filterRowStep;
  public int filterColumnStep;

  public int outAt;
  public int outStep;

  /** The step's further inputs, for the first pixel, and their pixel strides. */
  public int[] sideAt = {};

  public int[] sideStride = {};

  /** Weight vectors over the channels; the bias is the first. */
  public int[] vectorAt = {};

  public final Temporaries temporaries = new Temporaries();

  void reserve(int sides, int vectors) {
    if (sideAt.length < sides) {
      sideAt = new int[sides];
      sideStride = new int[sides];
    }
    if (vectorAt.length < vectors) {
      vectorAt = new int[vectors];
    }
  }
}
