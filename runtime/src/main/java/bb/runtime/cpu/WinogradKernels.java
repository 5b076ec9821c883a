package bb.runtime.cpu;

/**
 * The transforms of a Winograd convolution of one {@link WinogradSize}, over runs of channels: a
 * vector and a scalar form, which compute each number in the same order. Each transform is done
 * along one axis and then along the other. Kernels may write, and read, up to {@link
 * RowKernels#OVERHANG} floats beyond the end of a run. Stateless.
 */
sealed interface WinogradKernels
    permits VectorWinograd2, VectorWinograd4, ScalarWinograd2, ScalarWinograd4 {

  /**
   * Takes input rows to points: float c of output row i is made of the floats c of all input rows.
   * Reads {@code row, rowAt, length}, writes {@code to, toAt, toStep}.
   */
  void inputRows(Band b);

  /**
   * Takes columns to points, in one row of squares: reads {@code from, fromAt, fromStep}, the step
   * from pixel to pixel, {@code squares} and {@code length}, the channels; writes point j of square
   * s to {@code to[place[j] + s * TileSums.ROW_STRIDE]}.
   */
  void inputColumns(Band b);

  /**
   * Takes rows of points to output rows, in their place: row i is the {@code length} floats at
   * {@code from[fromAt + i * length]}.
   */
  void outputRows(Band b);

  /**
   * Takes columns of points to output pixels, in one row of squares: point j of square s is the
   * {@code length} floats at {@code from[fromAt + j * fromStep + s * length]}. Adds the bias, lets
   * nothing be less than {@code least}, and writes {@code width} pixels, {@code toStep} apart.
   */
  void outputColumns(Band b);

  /** The operands of a call. One object per worker, overwritten for every call. */
  final class Band {
    /** The most points along an axis. */
    private static final int MOST = 6;

    final float[][] row = new float[MOST][];
    final int[] rowAt = new int[MOST];
    final int[] place = new int[MOST];
    float[] from;
    int fromAt;
    int fromStep;
    float[] to;
    int toAt;
    int toStep;
    int length;
    int squares;
    int width;
    float[] bias;
    int biasAt;
    float least;
  }
}
