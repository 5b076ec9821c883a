package bb.runtime.cpu;

/**
 * Kernels that no network's expressions enter, over runs of channels: a vector and a scalar form.
 * Stateless.
 */
sealed interface RowKernels permits VectorRows, ScalarRows {
  /** The longest vector, in floats. */
  int OVERHANG = 16;

  /** Pixels of which sums are added up by themselves, so that no sum is of very many numbers. */
  int BLOCK = 64;

  /** Planes that are worth interleaving in vectors. */
  int PLANES = 3;

  /** How long vectors are; 0 for the scalar form. */
  int vectorBits();

  /**
   * The largest of several input pixels, channel by channel, for each of a run of output pixels.
   * May read up to {@link #OVERHANG} floats beyond the last channel.
   */
  void max(float[] x, Patch patch, float[] out, int outAt, int channels);

  /** As {@link #max}, the sum of several input pixels times {@code factor}. */
  void sum(float[] x, Patch patch, float factor, float[] out, int outAt, int channels);

  /** The sum of four input pixels, each times its factor; may read beyond them as {@link #max}. */
  void blend(float[] x, Corners corners, float[] out, int outAt, int channels);

  /**
   * The sum of each channel over a run of pixels, of blocks of {@link #BLOCK}, each in four parts.
   *
   * @param to takes up to {@link #OVERHANG} floats more
   */
  void sums(float[] x, Patch run, int channels, float[] to, int toAt);

  /**
   * As {@link #sums}, of the squares of what the numbers differ from their channel's centre.
   *
   * @param numbers of each channel, also those that are computed
   */
  void squares(float[] x, Patch run, int channels, float[] numbers, int centreAt, int toAt);

  /** {@code (x - centre) * factor}, in which both numbers are the channel's. */
  void standardize(
      float[] x, Patch run, int channels, float[] numbers, int centreAt, int factorAt, int outAt);

  /** One pixel of local response normalisation. */
  void normalize(float[] x, int at, ResponseNorm norm, float[] out, int outAt, int channels);

  /**
   * Copies floats from several planes in turn: {@code to[toAt + i * planes + p] = from[at + p *
   * step + i]}.
   */
  void interleave(float[] from, int at, int step, int planes, float[] to, int toAt, int count);

  /**
   * Copies runs of floats one after the other, for each of the patch's pixels; may write, and read,
   * up to {@link #OVERHANG} floats beyond the end.
   *
   * @param runAt where each run begins, from the pixel's place on
   */
  void copyRuns(float[] x, Patch patch, int[] runAt, int[] runLength, float[] out, int outAt);

  /**
   * Copies some channels of a patch's first column, row by row; may read up to {@link #OVERHANG}
   * floats beyond them.
   */
  void copyRows(float[] x, Patch patch, float[] out, int outAt, int outStep, int channels);

  /**
   * A rectangle of input pixels: where the first lies, how many, and the steps between them; and
   * how many output pixels see one like it, the steps between the rectangles, and between those
   * pixels.
   */
  final class Patch {
    int at;
    int rows;
    int columns;
    int rowStep;
    int columnStep;
    int pixels;
    int step;
    int outStep;
  }

  /** Four pixels and their factors. */
  final class Corners {
    final int[] at = new int[4];
    final float[] factor = new float[4];
  }

  /**
   * {@code x / (bias + alpha / size * sum of squares of size neighbours) ^ beta}.
   *
   * @param before neighbours below the channel; above it are {@code size - 1 - before}
   */
  record ResponseNorm(int size, float alpha, float beta, float bias) {
    int before() {
      return size / 2;
    }

    float factor() {
      return alpha / size;
    }

    /** The normalised value of one channel. */
    float of(float[] x, int at, int channel, int channels) {
      int from = Math.max(0, channel - before());
      int to = Math.min(channels, channel - before() + size);
      float squares = 0;
      for (int c = from; c < to; c++) {
        squares = ScalarFunctions.fma(x[at + c], x[at + c], squares);
      }
      float base = squares * factor() + bias;
      return x[at + channel] / power(base);
    }

    /** Whether the power is two square roots, which are exact to the bit everywhere. */
    boolean isOfRoots() {
      return beta == 0.75f;
    }

    private float power(float base) {
      if (!isOfRoots()) {
        return (float) StrictMath.pow(base, beta);
      }
      float root = (float) Math.sqrt(base);
      return root * (float) Math.sqrt(root);
    }
  }
}
