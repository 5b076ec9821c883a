package bb.runtime.cpu;

/**
 * The operands of one {@link DepthwiseKernel} call: lines of neighbouring output pixels that all
 * see the same taps. A line is a part of a row, or of a column. Offsets are those of channel 0. One
 * object per worker.
 */
public final class Strip {
  public float[] arena;
  public float[] weights;

  /** Lines in the strip, output pixels in a line, and their channels. */
  public int lines;

  public int pixels;

  public int channels;

  /**
   * The first pixel's first visible input pixel, and the steps from line to line and pixel to
   * pixel.
   */
  public int inAt;

  public int inLineStep;
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
  public int outLineStep;
  public int outStep;

  /** The step's further inputs, for the first pixel, and the steps to other lines and pixels. */
  public int[] sideAt = {};

  public int[] sideLineStep = {};
  public int[] sideStep = {};

  /** Weight vectors over the channels; the bias is the first. */
  public int[] vectorAt = {};

  public final Temporaries temporaries = new Temporaries();

  /** Makes columns the lines of a strip whose lines are rows. */
  void turn() {
    int kept = lines;
    lines = pixels;
    pixels = kept;
    kept = inLineStep;
    inLineStep = inStep;
    inStep = kept;
    kept = outLineStep;
    outLineStep = outStep;
    outStep = kept;
    int[] steps = sideLineStep;
    sideLineStep = sideStep;
    sideStep = steps;
  }

  void reserve(int sides, int vectors) {
    if (sideAt.length < sides) {
      sideAt = new int[sides];
      sideLineStep = new int[sides];
      sideStep = new int[sides];
    }
    if (vectorAt.length < vectors) {
      vectorAt = new int[vectors];
    }
  }
}
