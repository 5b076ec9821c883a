package bb.runtime.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** Row kernels in vectors of channels; the channels beyond the last full vector are scalar. */
final class VectorRows implements RowKernels {
  private static final VectorSpecies<Float> SPECIES = Species.FLOATS;
  private static final int LANES = SPECIES.length();

  @Override
  public int vectorBits() {
    return SPECIES.vectorBitSize();
  }

  @Override
  public void max(float[] x, Patch p, float[] out, int outAt, int channels) {
    int c = 0;
    for (; c < SPECIES.loopBound(channels); c += LANES) {
      FloatVector max = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
      for (int row = 0; row < p.rows; row++) {
        int at = p.at + row * p.rowStep + c;
        for (int column = 0; column < p.columns; column++) {
          max = max.max(FloatVector.fromArray(SPECIES, x, at));
          at += p.columnStep;
        }
      }
      max.intoArray(out, outAt + c);
    }
    ScalarRows.maxFrom(c, x, p, out, outAt, channels);
  }

  @Override
  public void sum(float[] x, Patch p, float factor, float[] out, int outAt, int channels) {
    int c = 0;
    for (; c < SPECIES.loopBound(channels); c += LANES) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int row = 0; row < p.rows; row++) {
        int at = p.at + row * p.rowStep + c;
        for (int column = 0; column < p.columns; column++) {
          sum = sum.add(FloatVector.fromArray(SPECIES, x, at));
          at += p.columnStep;
        }
      }
      sum.mul(factor).intoArray(out, outAt + c);
    }
    ScalarRows.sumFrom(c, x, p, factor, out, outAt, channels);
  }

  @Override
  public void copyRuns(float[] x, int from, int[] runAt, int[] runLength, float[] out, int outAt) {
    int to = outAt;
    for (int run = 0; run < runAt.length; run++) {
      int source = from + runAt[run];
      int length = runLength[run];
      for (int i = 0; i < length; i += LANES) {
        FloatVector.fromArray(SPECIES, x, source + i).intoArray(out, to + i);
      }
      to += length;
    }
  }

  @Override
  public void copyRows(float[] x, Patch p, float[] out, int outAt, int outStep, int channels) {
    int whole = (channels - 1) / LANES * LANES;
    VectorMask<Float> rest = SPECIES.indexInRange(whole, channels);
    for (int row = 0; row < p.rows; row++) {
      int from = p.at + row * p.rowStep;
      int to = outAt + row * outStep;
      for (int c = 0; c < whole; c += LANES) {
        FloatVector.fromArray(SPECIES, x, from + c).intoArray(out, to + c);
      }
      FloatVector.fromArray(SPECIES, x, from + whole).intoArray(out, to + whole, rest);
    }
  }

  @Override
  public void blend(float[] x, Corners corners, float[] out, int outAt, int channels) {
    int[] at = corners.at;
    float[] factor = corners.factor;
    int c = 0;
    for (; c < SPECIES.loopBound(channels); c += LANES) {
      FloatVector upper =
          FloatVector.fromArray(SPECIES, x, at[0] + c)
              .mul(factor[0])
              .add(FloatVector.fromArray(SPECIES, x, at[1] + c).mul(factor[1]));
      FloatVector lower =
          FloatVector.fromArray(SPECIES, x, at[2] + c)
              .mul(factor[2])
              .add(FloatVector.fromArray(SPECIES, x, at[3] + c).mul(factor[3]));
      upper.add(lower).intoArray(out, outAt + c);
    }
    ScalarRows.blendFrom(c, x, corners, out, outAt, channels);
  }

  @Override
  public void normalize(
      float[] x, int at, ResponseNorm norm, float[] out, int outAt, int channels) {
    int before = norm.before();
    int c = 0;
    for (; c < Math.min(before, channels); c++) {
      out[outAt + c] = norm.of(x, at, c, channels);
    }
    int end = norm.isOfRoots() ? channels + before - norm.size() + 1 : 0;
    for (; c + LANES <= end; c += LANES) {
      FloatVector squares = FloatVector.zero(SPECIES);
      for (int i = 0; i < norm.size(); i++) {
        FloatVector neighbour = FloatVector.fromArray(SPECIES, x, at + c - before + i);
        squares = neighbour.fma(neighbour, squares);
      }
      FloatVector root = squares.mul(norm.factor()).add(norm.bias()).sqrt();
      FloatVector.fromArray(SPECIES, x, at + c)
          .div(root.mul(root.sqrt()))
          .intoArray(out, outAt + c);
    }
    for (; c < channels; c++) {
      out[outAt + c] = norm.of(x, at, c, channels);
    }
  }
}
