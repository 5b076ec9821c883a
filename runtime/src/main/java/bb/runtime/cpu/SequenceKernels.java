package bb.runtime.cpu;

/**
 * Kernels on matrices and sequences that no network's expressions enter: a vector and a scalar
 * form, which give the same bits. One object per worker.
 */
sealed interface SequenceKernels permits VectorSequences, ScalarSequences {

  /** {@code out[r][c] = sum over k of a[r][k] * b[k][c]}. */
  void product(Product p);

  /** {@code exp(scale * x) / sum of exp(scale * x)} of a run of floats, in its place. */
  void softmax(float[] x, int at, int length, float scale);

  /** {@code x = scale * x + bias} for a run of floats. */
  void add(float[] x, int at, int length, float scale, float[] bias, int biasAt);

  /**
   * {@code (x - mean) / sqrt(variance + eps)} of a run of floats; without {@code centred} the mean
   * is taken to be 0.
   */
  void normalize(float[] x, int at, int outAt, int length, boolean centred, float eps);

  /** Some channels of a selective scan. */
  void scan(ScanBlock s);

  /** Three matrices in row-major order, with the steps from row to row. */
  final class Product {
    float[] a;
    int aAt;
    int aStride;
    float[] b;
    int bAt;
    int bStride;
    float[] out;
    int outAt;
    int outStride;
    int rows;
    int depth;
    int columns;
  }

  /**
   * Where a few channels of a scan's operands lie in the arena. In scratch memory {@code decay},
   * {@code state} and {@code power}, what a token's decays are made of, are {@code
   * [states][channels]}, rows {@code channels} apart.
   */
  final class ScanBlock {
    float[] arena;
    int tokens;
    int channels;
    int states;
    int uAt;
    int uStride;
    int deltaAt;
    int deltaStride;
    int bAt;
    int bStride;
    int cAt;
    int cStride;
    int skipAt;
    int outAt;
    int outStride;
    float[] scratch;
    int decayAt;
    int stateAt;
    int powerAt;
  }
}
