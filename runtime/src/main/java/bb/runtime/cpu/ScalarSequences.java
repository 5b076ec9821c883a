package bb.runtime.cpu;

/** Kernels on sequences in plain Java. */
final class ScalarSequences implements SequenceKernels {

  @Override
  public void product(Product p) {
    for (int row = 0; row < p.rows; row++) {
      products(p, row, 0);
    }
  }

  /** The columns of one row from {@code first}. */
  static void products(Product p, int row, int first) {
    int outAt = p.outAt + row * p.outStride;
    for (int c = first; c < p.columns; c++) {
      float sum = 0;
      for (int k = 0; k < p.depth; k++) {
        sum += p.a[p.aAt + row * p.aStride + k] * p.b[p.bAt + k * p.bStride + c];
      }
      p.out[outAt + c] = sum;
    }
  }

  @Override
  public void softmax(float[] x, int at, int length, float scale) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < length; i++) {
      max = Math.max(max, x[at + i]);
    }
    double sum = 0;
    for (int i = 0; i < length; i++) {
      double power = Math.exp(scale * (x[at + i] - max));
      x[at + i] = (float) power;
      sum += power;
    }
    float factor = (float) (1 / sum);
    for (int i = 0; i < length; i++) {
      x[at + i] *= factor;
    }
  }

  @Override
  public void normalize(float[] x, int at, int outAt, int length, boolean centred, float eps) {
    double mean = 0;
    if (centred) {
      for (int i = 0; i < length; i++) {
        mean += x[at + i];
      }
      mean /= length;
    }
    double squares = 0;
    for (int i = 0; i < length; i++) {
      squares += (x[at + i] - mean) * (x[at + i] - mean);
    }
    double factor = 1 / Math.sqrt(squares / length + eps);
    for (int i = 0; i < length; i++) {
      x[outAt + i] = (float) ((x[at + i] - mean) * factor);
    }
  }

  @Override
  public void scan(ScanBlock s) {
    scanFrom(0, s);
  }

  /** The channels from {@code first}. */
  static void scanFrom(int first, ScanBlock s) {
    for (int token = 0; token < s.tokens; token++) {
      for (int c = first; c < s.channels; c++) {
        float u = s.arena[s.uAt + token * s.uStride + c];
        float delta = s.arena[s.deltaAt + token * s.deltaStride + c];
        float sum = s.arena[s.skipAt + c] * u;
        for (int n = 0; n < s.states; n++) {
          int at = n * s.channels + c;
          float decay = (float) Math.exp(delta * s.scratch[s.decayAt + at]);
          float input = delta * s.arena[s.bAt + token * s.bStride + n] * u;
          float state = decay * s.scratch[s.stateAt + at] + input;
          s.scratch[s.stateAt + at] = state;
          sum += s.arena[s.cAt + token * s.cStride + n] * state;
        }
        s.arena[s.outAt + token * s.outStride + c] = sum;
      }
    }
  }
}
