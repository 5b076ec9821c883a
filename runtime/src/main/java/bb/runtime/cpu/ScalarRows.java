package bb.runtime.cpu;

import java.util.Arrays;

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
      int to = outAt + pixel * p.outStep;
      Arrays.fill(out, to, to + channels, Float.NEGATIVE_INFINITY);
      for (int row = 0; row < p.rows; row++) {
        for (int column = 0; column < p.columns; column++) {
          larger(x, at + row * p.rowStep + column * p.columnStep, out, to, channels);
        }
      }
    }
  }

  /** Window by window rather than channel by channel: no maximum waits for the one before. */
  private static void larger(float[] x, int at, float[] out, int to, int channels) {
    for (int c = 0; c < channels; c++) {
      out[to + c] = Math.max(out[to + c], x[at + c]);
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
  public void sums(float[] x, Patch run, int channels, float[] to, int toAt) {
    int step = run.step;
    for (int c = 0; c < channels; c++) {

      float total = 0;
      for (int block = 0; block < run.pixels; block += BLOCK) {
        int end = Math.min(block + BLOCK, run.pixels);
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int pixel = block;
        for (; pixel + 4 <= end; pixel += 4) {
          int at = run.at + pixel * step;
          s0 += x[at + c];
          s1 += x[at + c + step];
          s2 += x[at + c + 2 * step];
          s3 += x[at + c + 3 * step];
        }
        for (; pixel < end; pixel++) {
          int at = run.at + pixel * step;
          s0 += x[at + c];
        }
        total += (s0 + s1) + (s2 + s3);
      }
      to[toAt + c] = total;
    }
  }

  @Override
  public void squares(float[] x, Patch run, int channels, float[] numbers, int centreAt, int toAt) {
    int step = run.step;
    for (int c = 0; c < channels; c++) {
      float centre = numbers[centreAt + c];
      float total = 0;
      for (int block = 0; block < run.pixels; block += BLOCK) {
        int end = Math.min(block + BLOCK, run.pixels);
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int pixel = block;
        for (; pixel + 4 <= end; pixel += 4) {
          int at = run.at + pixel * step;
          float d0 = x[at + c] - centre;
          s0 = ScalarFunctions.fma(d0, d0, s0);
          float d1 = x[at + c + step] - centre;
          s1 = ScalarFunctions.fma(d1, d1, s1);
          float d2 = x[at + c + 2 * step] - centre;
          s2 = ScalarFunctions.fma(d2, d2, s2);
          float d3 = x[at + c + 3 * step] - centre;
          s3 = ScalarFunctions.fma(d3, d3, s3);
        }
        for (; pixel < end; pixel++) {
          int at = run.at + pixel * step;
          float d0 = x[at + c] - centre;
          s0 = ScalarFunctions.fma(d0, d0, s0);
        }
        total += (s0 + s1) + (s2 + s3);
      }
      numbers[toAt + c] = total;
    }
  }

  @Override
  public void standardize(
      float[] x, Patch run, int channels, float[] numbers, int centreAt, int factorAt, int outAt) {
    for (int pixel = 0; pixel < run.pixels; pixel++) {
      int at = run.at + pixel * run.step;
      int to = outAt + pixel * run.outStep;
      for (int c = 0; c < channels; c++) {
        x[to + c] = (x[at + c] - numbers[centreAt + c]) * numbers[factorAt + c];
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
  public void copyRuns(float[] x, Patch p, int[] runAt, int[] runLength, float[] out, int outAt) {
    int to = outAt;
    for (int run = 0; run < runAt.length; run++) {
      for (int pixel = 0; pixel < p.pixels; pixel++) {
        int source = p.at + pixel * p.step + runAt[run];
        System.arraycopy(x, source, out, to + pixel * p.outStep, runLength[run]);
      }
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
