package bb.runtime.cpu;

/** Kernels on sequences in plain Java. */
final class ScalarSequences implements SequenceKernels {
  private final Parts parts = new Parts();

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
        float x = p.a[p.aAt + row * p.aStride + k];
        sum = ScalarFunctions.fma(x, p.b[p.bAt + k * p.bStride + c], sum);
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
    for (int i = 0; i < length; i++) {
      x[at + i] = ScalarFunctions.exp((x[at + i] - max) * scale);
    }
    parts.clear();
    addFrom(0, x, at, length, parts);
    float factor = 1 / parts.total();
    for (int i = 0; i < length; i++) {
      x[at + i] *= factor;
    }
  }

  @Override
  public void add(float[] x, int at, int length, float scale, float[] bias, int biasAt) {
    addFrom(0, x, at, length, scale, bias, biasAt);
  }

  /** Scales the floats from {@code first}, and adds the bias of each. */
  static void addFrom(
      int first, float[] x, int at, int length, float scale, float[] bias, int biasAt) {
    for (int i = first; i < length; i++) {
      x[at + i] = ScalarFunctions.fma(x[at + i], scale, bias[biasAt + i]);
    }
  }

  /** Scales a run of floats, and adds the same bias to each. */
  static void add(float[] x, int at, int length, float scale, float bias) {
    for (int i = 0; i < length; i++) {
      x[at + i] = ScalarFunctions.fma(x[at + i], scale, bias);
    }
  }

  @Override
  public void normalize(float[] x, int at, int outAt, int length, boolean centred, float eps) {
    float mean = 0;
    if (centred) {
      parts.clear();
      addFrom(0, x, at, length, parts);
      mean = parts.total() / length;
    }
    parts.clear();
    addSquaresFrom(0, x, at, length, mean, parts);
    float factor = (float) (1 / Math.sqrt(parts.total() / length + eps));
    for (int i = 0; i < length; i++) {
      x[outAt + i] = (x[at + i] - mean) * factor;
    }
  }

  /** Adds the floats from {@code first}, a multiple of {@link Parts#COUNT}. */
  static void addFrom(int first, float[] x, int at, int length, Parts parts) {
    for (int from = first; from < length; from += Parts.COUNT) {
      int count = Math.min(Parts.COUNT, length - from);
      for (int i = 0; i < count; i++) {
        parts.sums[i] += x[at + from + i];
      }
    }
  }

  /** Adds the squares of what the floats from {@code first} differ from {@code mean}. */
  static void addSquaresFrom(int first, float[] x, int at, int length, float mean, Parts parts) {
    for (int from = first; from < length; from += Parts.COUNT) {
      int count = Math.min(Parts.COUNT, length - from);
      for (int i = 0; i < count; i++) {
        float difference = x[at + from + i] - mean;
        parts.sums[i] = ScalarFunctions.fma(difference, difference, parts.sums[i]);
      }
    }
  }

  @Override
  public void scan(ScanBlock s) {
    for (int token = 0; token < s.tokens; token++) {
      powersFrom(0, token, s);
      int powers = s.states * s.channels;
      for (int i = 0; i < powers; i++) {
        s.scratch[s.powerAt + i] = ScalarFunctions.exp(s.scratch[s.powerAt + i]);
      }
      tokenFrom(0, token, s);
    }
  }

  /** For the channels from {@code first}, what the decays of a token are the exp of. */
  static void powersFrom(int first, int token, ScanBlock s) {
    for (int n = 0; n < s.states; n++) {
      for (int c = first; c < s.channels; c++) {
        int at = n * s.channels + c;
        float delta = s.arena[s.deltaAt + token * s.deltaStride + c];
        s.scratch[s.powerAt + at] = s.scratch[s.decayAt + at] * delta;
      }
    }
  }

  /** The channels from {@code first} of a token, whose decays have been computed. */
  static void tokenFrom(int first, int token, ScanBlock s) {
    for (int c = first; c < s.channels; c++) {
      float u = s.arena[s.uAt + token * s.uStride + c];
      float input = s.arena[s.deltaAt + token * s.deltaStride + c] * u;
      float sum = s.arena[s.skipAt + c] * u;
      for (int n = 0; n < s.states; n++) {
        int at = n * s.channels + c;
        float more = input * s.arena[s.bAt + token * s.bStride + n];
        float state =
            ScalarFunctions.fma(s.scratch[s.stateAt + at], s.scratch[s.powerAt + at], more);
        s.scratch[s.stateAt + at] = state;
        sum += state * s.arena[s.cAt + token * s.cStride + n];
      }
      s.arena[s.outAt + token * s.outStride + c] = sum;
    }
  }
}
