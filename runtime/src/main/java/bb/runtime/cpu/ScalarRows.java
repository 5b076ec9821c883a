package bb.runtime.cpu;

/** Row kernels in plain Java. */
final class ScalarRows implements RowKernels {
  @Override
  public int vectorBits() {
    return 0;
  }

  @Override
  public void max(float[] x, Patch p, float[] out, int outAt, int channels) {
    for (int pixel = 0; pixel < p.pixels; pixel++) {
      int at = p.at + pixel * p.step;
      for (int c = 0; c < channels; c++) {
        float max = Float.NEGATIVE_INFINITY;
        for (int row = 0; row < p.rows; row++) {
          for (int column = 0; column < p.columns; column++) {
            max = Math.max(max, x[at + row * p.rowStep + column * p.columnStep + c]);
          }
        }
        out[outAt + pixel * p.outStep + c] = max;
      }
    }
  }

  @Override
  public void sum(float[] x, Patch p, float factor, float[] out, int outAt, int channels) {
    for (int pixel = 0; pixel < p.pixels; pixel++) {
      int at = p.at + pixel * p.step;
      for (int c = 0; c < channels; c++) {
        float sum = 0;
        for (int row = 0; row < p.rows; row++) {
          for (int column = 0; column < p.columns; column++) {
            sum += x[at + row * p.rowStep + column * p.columnStep + c];
          }
        }
        out[outAt + pixel * p.outStep + c] = sum * factor;
      }
    }
  }

  @Override
  public void blend(float[] x, Corners corners, float[] out, int outAt, int channels) {
    int[] at = corners.at;
    float[] factor = corners.factor;
    for (int c = 0; c < channels; c++) {
      float upper = x[at[0] + c] * factor[0] + x[at[1] + c] * factor[1];
      float lower = x[at[2] + c] * factor[2] + x[at[3] + c] * factor[3];
      out[outAt + c] = upper + lower;
    }
  }

  @Override
  public void interleave(
      float[] from, int at, int step, int planes, float[] to, int toAt, int count) {
    interleaveFrom(0, from, at, step, planes, to, toAt, count);
  }

  /** The floats of each plane from {@code first}. */
  static void interleaveFrom(
      int first, float[] from, int at, int step, int planes, float[] to, int toAt, int count) {
    for (int i = first; i < count; i++) {
      for (int plane = 0; plane < planes; plane++) {
        to[toAt + i * planes + plane] = from[at + plane * step + i];
      }
    }
  }

  @Override
  public void normalize(
      float[] x, int at, ResponseNorm norm, float[] out, int outAt, int channels) {
    for (int c = 0; c < channels; c++) {
      out[outAt + c] = norm.of(x, at, c, channels);
    }
  }

  @Override
  public void copyRuns(float[] x, int from, int[] runAt, int[] runLength, float[] out, int outAt) {
    int to = outAt;
    for (int run = 0; run < runAt.length; run++) {
      System.arraycopy(x, from + runAt[run], out, to, runLength[run]);
      to += runLength[run];
    }
  }

  @Override
  public void copyRows(float[] x, Patch p, float[] out, int outAt, int outStep, int channels) {
    for (int row = 0; row < p.rows; row++) {
      System.arraycopy(x, p.at + row * p.rowStep, out, outAt + row * outStep, channels);
    }
  }
}
