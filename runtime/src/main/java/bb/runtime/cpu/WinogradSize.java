package bb.runtime.cpu;

/**
 * How many pixels a Winograd convolution computes together. An {@code m x m} square of output
 * pixels sees {@code n x n} input pixels, n = m + 2. Both the square of input pixels and the 3x3
 * filter are taken to n x n points, multiplied there point by point, which sums over the input
 * channels, and taken back: n² multiplications for each pair of channels instead of 9m². Along one
 * axis, with {@code *} point by point:
 *
 * <pre>output = outputs(filter(g) * inputs(d))</pre>
 *
 * The points are values of polynomials at 0, 1, -1, 2, -2 and infinity, or the first three of them
 * and infinity.
 */
public enum WinogradSize {
  /** 2x2 pixels by 16 multiplications instead of 36. */
  F2(2, new double[][] {{1, 0, 0}, {1 / 2., 1 / 2., 1 / 2.}, {1 / 2., -1 / 2., 1 / 2.}, {0, 0, 1}}),

  /** 4x4 pixels by 36 multiplications instead of 144. */
  F4(
      4,
      new double[][] {
        {1 / 4., 0, 0},
        {-1 / 6., -1 / 6., -1 / 6.},
        {-1 / 6., 1 / 6., -1 / 6.},
        {1 / 24., 1 / 12., 1 / 6.},
        {1 / 24., -1 / 12., 1 / 6.},
        {0, 0, 1}
      });

  /** The filter's size along each axis. */
  public static final int KERNEL = 3;

  private final int outputs;
  private final double[][] filter;

  WinogradSize(int outputs, double[][] filter) {
    this.outputs = outputs;
    this.filter = filter;
  }

  /** Output pixels along each axis. */
  public int outputs() {
    return outputs;
  }

  /** Input pixels, and points, along each axis. */
  public int inputs() {
    return outputs + KERNEL - 1;
  }

  /** Points of a square. */
  public int points() {
    return inputs() * inputs();
  }

  /** What it costs to take a square to its points, in multiply-adds for each channel; measured. */
  public long transform() {
    return switch (this) {
      case F2 -> 145;
      case F4 -> 450;
    };
  }

  /** The same of taking sums back to pixels. */
  public long back() {
    return switch (this) {
      case F2 -> 85;
      case F4 -> 320;
    };
  }

  /** Squares that cover {@code height x width} output pixels. */
  public long squares(long height, long width) {
    return Math.ceilDiv(height, outputs) * Math.ceilDiv(width, outputs);
  }

  /**
   * Takes one filter to its points, which are computed in double precision.
   *
   * @param data holds the filter's rows from {@code at} on
   * @param points gets the points, row by row
   */
  void transform(float[] data, int at, float[] points) {
    int n = inputs();
    for (int i = 0; i < n; i++) {
      double[] down = filter[i];
      double left = sum(down, data[at], data[at + 3], data[at + 6]);
      double middle = sum(down, data[at + 1], data[at + 4], data[at + 7]);
      double right = sum(down, data[at + 2], data[at + 5], data[at + 8]);
      for (int j = 0; j < n; j++) {
        points[i * n + j] = (float) sum(filter[j], left, middle, right);
      }
    }
  }

  private static double sum(double[] factors, double a, double b, double c) {
    return factors[0] * a + factors[1] * b + factors[2] * c;
  }
}
