package bb.runtime.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Row kernels in vectors of channels. The last vector may reach beyond them: such lanes are
 * computed of whatever lies there and not stored.
 */
final class VectorRows implements RowKernels {
  private static final VectorSpecies<Float> SPECIES = Species.FLOATS;
  private static final int LANES = SPECIES.length();

  // Where the lanes of vector v of interleaved ones come from, and which come from b or c, not a.
  private static final VectorShuffle<Float> PAIR_0 = source(0, 2);
  private static final VectorShuffle<Float> PAIR_1 = source(1, 2);
  private static final VectorMask<Float> PAIR_0_B = lanes(0, 2, 1);
  private static final VectorMask<Float> PAIR_1_B = lanes(1, 2, 1);
  private static final VectorShuffle<Float> TRIPLE_0 = source(0, 3);
  private static final VectorShuffle<Float> TRIPLE_1 = source(1, 3);
  private static final VectorShuffle<Float> TRIPLE_2 = source(2, 3);
  private static final VectorMask<Float> TRIPLE_0_B = lanes(0, 3, 1);
  private static final VectorMask<Float> TRIPLE_1_B = lanes(1, 3, 1);
  private static final VectorMask<Float> TRIPLE_2_B = lanes(2, 3, 1);
  private static final VectorMask<Float> TRIPLE_0_C = lanes(0, 3, 2);
  private static final VectorMask<Float> TRIPLE_1_C = lanes(1, 3, 2);
  private static final VectorMask<Float> TRIPLE_2_C = lanes(2, 3, 2);

  private static VectorShuffle<Float> source(int vector, int planes) {
    return VectorShuffle.fromOp(SPECIES, lane -> (vector * LANES + lane) / planes);
  }

  private static VectorMask<Float> lanes(int vector, int planes, int plane) {
    boolean[] from = new boolean[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      from[lane] = (vector * LANES + lane) % planes == plane;
    }
    return VectorMask.fromArray(SPECIES, from, 0);
  }

  @Override
  public int vectorBits() {
    return SPECIES.vectorBitSize();
  }

  @Override
  public void max(float[] x, Patch p, float[] out, int outAt, int channels) {
    if (p.rows == 3 && p.columns == 3 && p.step == p.columnStep) {
      maxOfNine(x, p, out, outAt, channels);
    } else if (p.rows == 3 && p.columns == 3 && p.step == 2 * p.columnStep) {
      maxOfNineStride2(x, p, out, outAt, channels);
    } else {
      maxOfAny(x, p, out, outAt, channels);
    }
  }

  /** Neighbouring windows share two columns, of which the maxima are known. */
  private static void maxOfNine(float[] x, Patch p, float[] out, int outAt, int channels) {
    int rowStep = p.rowStep;
    for (int c = 0; c < channels; c += LANES) {
      VectorMask<Float> mask = SPECIES.indexInRange(c, channels);
      int at = p.at + c;
      FloatVector left =
          FloatVector.fromArray(SPECIES, x, at)
              .max(FloatVector.fromArray(SPECIES, x, at + rowStep))
              .max(FloatVector.fromArray(SPECIES, x, at + 2 * rowStep));
      at += p.columnStep;
      FloatVector middle =
          FloatVector.fromArray(SPECIES, x, at)
              .max(FloatVector.fromArray(SPECIES, x, at + rowStep))
              .max(FloatVector.fromArray(SPECIES, x, at + 2 * rowStep));
      for (int pixel = 0; pixel < p.pixels; pixel++) {
        at += p.columnStep;
        FloatVector right =
            FloatVector.fromArray(SPECIES, x, at)
                .max(FloatVector.fromArray(SPECIES, x, at + rowStep))
                .max(FloatVector.fromArray(SPECIES, x, at + 2 * rowStep));
        left.max(middle).max(right).intoArray(out, outAt + pixel * p.outStep + c, mask);
        left = middle;
        middle = right;
      }
    }
  }

  /** Neighbouring windows share a column. */
  private static void maxOfNineStride2(float[] x, Patch p, float[] out, int outAt, int channels) {
    int rowStep = p.rowStep;
    for (int c = 0; c < channels; c += LANES) {
      VectorMask<Float> mask = SPECIES.indexInRange(c, channels);
      int at = p.at + c;
      FloatVector left =
          FloatVector.fromArray(SPECIES, x, at)
              .max(FloatVector.fromArray(SPECIES, x, at + rowStep))
              .max(FloatVector.fromArray(SPECIES, x, at + 2 * rowStep));
      for (int pixel = 0; pixel < p.pixels; pixel++) {
        int middle = at + p.columnStep;
        at = middle + p.columnStep;
        FloatVector right =
            FloatVector.fromArray(SPECIES, x, at)
                .max(FloatVector.fromArray(SPECIES, x, at + rowStep))
                .max(FloatVector.fromArray(SPECIES, x, at + 2 * rowStep));
        left.max(FloatVector.fromArray(SPECIES, x, middle))
            .max(FloatVector.fromArray(SPECIES, x, middle + rowStep))
            .max(FloatVector.fromArray(SPECIES, x, middle + 2 * rowStep))
            .max(right)
            .intoArray(out, outAt + pixel * p.outStep + c, mask);
        left = right;
      }
    }
  }

  private static void maxOfAny(float[] x, Patch p, float[] out, int outAt, int channels) {
    for (int c = 0; c < channels; c += LANES) {
      VectorMask<Float> mask = SPECIES.indexInRange(c, channels);
      for (int pixel = 0; pixel < p.pixels; pixel++) {
        FloatVector max = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        for (int row = 0; row < p.rows; row++) {
          int at = p.at + pixel * p.step + row * p.rowStep + c;
          for (int column = 0; column < p.columns; column++) {
            max = max.max(FloatVector.fromArray(SPECIES, x, at));
            at += p.columnStep;
          }
        }
        max.intoArray(out, outAt + pixel * p.outStep + c, mask);
      }
    }
  }

  @Override
  public void sum(float[] x, Patch p, float factor, float[] out, int outAt, int channels) {
    for (int c = 0; c < channels; c += LANES) {
      VectorMask<Float> mask = SPECIES.indexInRange(c, channels);
      for (int pixel = 0; pixel < p.pixels; pixel++) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int row = 0; row < p.rows; row++) {
          int at = p.at + pixel * p.step + row * p.rowStep + c;
          for (int column = 0; column < p.columns; column++) {
            sum = sum.add(FloatVector.fromArray(SPECIES, x, at));
            at += p.columnStep;
          }
        }
        sum.mul(factor).intoArray(out, outAt + pixel * p.outStep + c, mask);
      }
    }
  }

  @Override
  public void interleave(
      float[] from, int at, int step, int planes, float[] to, int toAt, int count) {
    int end = SPECIES.loopBound(count);
    switch (planes) {
      case 2 -> pairs(from, at, step, to, toAt, end);
      case 3 -> triples(from, at, step, to, toAt, end);
      default -> end = 0;
    }
    ScalarRows.interleaveFrom(end, from, at, step, planes, to, toAt, count);
  }

  private static void pairs(float[] from, int at, int step, float[] to, int toAt, int end) {
    for (int i = 0; i < end; i += LANES) {
      FloatVector a = FloatVector.fromArray(SPECIES, from, at + i);
      FloatVector b = FloatVector.fromArray(SPECIES, from, at + step + i);
      int target = toAt + 2 * i;
      a.rearrange(PAIR_0).blend(b.rearrange(PAIR_0), PAIR_0_B).intoArray(to, target);
      a.rearrange(PAIR_1).blend(b.rearrange(PAIR_1), PAIR_1_B).intoArray(to, target + LANES);
    }
  }

  private static void triples(float[] from, int at, int step, float[] to, int toAt, int end) {
    for (int i = 0; i < end; i += LANES) {
      FloatVector a = FloatVector.fromArray(SPECIES, from, at + i);
      FloatVector b = FloatVector.fromArray(SPECIES, from, at + step + i);
      FloatVector c = FloatVector.fromArray(SPECIES, from, at + 2 * step + i);
      int target = toAt + 3 * i;
      a.rearrange(TRIPLE_0)
          .blend(b.rearrange(TRIPLE_0), TRIPLE_0_B)
          .blend(c.rearrange(TRIPLE_0), TRIPLE_0_C)
          .intoArray(to, target);
      a.rearrange(TRIPLE_1)
          .blend(b.rearrange(TRIPLE_1), TRIPLE_1_B)
          .blend(c.rearrange(TRIPLE_1), TRIPLE_1_C)
          .intoArray(to, target + LANES);
      a.rearrange(TRIPLE_2)
          .blend(b.rearrange(TRIPLE_2), TRIPLE_2_B)
          .blend(c.rearrange(TRIPLE_2), TRIPLE_2_C)
          .intoArray(to, target + 2 * LANES);
    }
  }

  @Override
  public void copyRuns(float[] x, Patch p, int[] runAt, int[] runLength, float[] out, int outAt) {
    int to = outAt;
    for (int run = 0; run < runAt.length; run++) {
      int from = p.at + runAt[run];
      int length = runLength[run];
      if (length <= LANES) {
        for (int pixel = 0; pixel < p.pixels; pixel++) {
          FloatVector.fromArray(SPECIES, x, from + pixel * p.step)
              .intoArray(out, to + pixel * p.outStep);
        }
      } else {
        for (int pixel = 0; pixel < p.pixels; pixel++) {
          int source = from + pixel * p.step;
          int target = to + pixel * p.outStep;
          for (int i = 0; i < length; i += LANES) {
            FloatVector.fromArray(SPECIES, x, source + i).intoArray(out, target + i);
          }
        }
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
    for (int c = 0; c < channels; c += LANES) {
      FloatVector upper =
          FloatVector.fromArray(SPECIES, x, at[0] + c)
              .mul(factor[0])
              .add(FloatVector.fromArray(SPECIES, x, at[1] + c).mul(factor[1]));
      FloatVector lower =
          FloatVector.fromArray(SPECIES, x, at[2] + c)
              .mul(factor[2])
              .add(FloatVector.fromArray(SPECIES, x, at[3] + c).mul(factor[3]));
      upper.add(lower).intoArray(out, outAt + c, SPECIES.indexInRange(c, channels));
    }
  }

  @Override
  public void sums(float[] x, Patch run, int channels, float[] to, int toAt) {
    int step = run.step;
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int c = 0; c < channels; c += LANES) {

      FloatVector total = zero;
      for (int block = 0; block < run.pixels; block += BLOCK) {
        int end = Math.min(block + BLOCK, run.pixels);
        FloatVector s0 = zero;
        FloatVector s1 = zero;
        FloatVector s2 = zero;
        FloatVector s3 = zero;
        int pixel = block;
        for (; pixel + 4 <= end; pixel += 4) {
          int at = run.at + pixel * step + c;
          s0 = s0.add(FloatVector.fromArray(SPECIES, x, at));
          s1 = s1.add(FloatVector.fromArray(SPECIES, x, at + step));
          s2 = s2.add(FloatVector.fromArray(SPECIES, x, at + 2 * step));
          s3 = s3.add(FloatVector.fromArray(SPECIES, x, at + 3 * step));
        }
        for (; pixel < end; pixel++) {
          int at = run.at + pixel * step + c;
          s0 = s0.add(FloatVector.fromArray(SPECIES, x, at));
        }
        total = total.add(s0.add(s1).add(s2.add(s3)));
      }
      total.intoArray(to, toAt + c);
    }
  }

  @Override
  public void squares(float[] x, Patch run, int channels, float[] numbers, int centreAt, int toAt) {
    int step = run.step;
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int c = 0; c < channels; c += LANES) {
      FloatVector centre = FloatVector.fromArray(SPECIES, numbers, centreAt + c);
      FloatVector total = zero;
      for (int block = 0; block < run.pixels; block += BLOCK) {
        int end = Math.min(block + BLOCK, run.pixels);
        FloatVector s0 = zero;
        FloatVector s1 = zero;
        FloatVector s2 = zero;
        FloatVector s3 = zero;
        int pixel = block;
        for (; pixel + 4 <= end; pixel += 4) {
          int at = run.at + pixel * step + c;
          FloatVector d0 = FloatVector.fromArray(SPECIES, x, at).sub(centre);
          s0 = d0.fma(d0, s0);
          FloatVector d1 = FloatVector.fromArray(SPECIES, x, at + step).sub(centre);
          s1 = d1.fma(d1, s1);
          FloatVector d2 = FloatVector.fromArray(SPECIES, x, at + 2 * step).sub(centre);
          s2 = d2.fma(d2, s2);
          FloatVector d3 = FloatVector.fromArray(SPECIES, x, at + 3 * step).sub(centre);
          s3 = d3.fma(d3, s3);
        }
        for (; pixel < end; pixel++) {
          int at = run.at + pixel * step + c;
          FloatVector d0 = FloatVector.fromArray(SPECIES, x, at).sub(centre);
          s0 = d0.fma(d0, s0);
        }
        total = total.add(s0.add(s1).add(s2.add(s3)));
      }
      total.intoArray(numbers, toAt + c);
    }
  }

  @Override
  public void standardize(
      float[] x, Patch run, int channels, float[] numbers, int centreAt, int factorAt, int outAt) {
    for (int c = 0; c < channels; c += LANES) {
      VectorMask<Float> mask = SPECIES.indexInRange(c, channels);
      FloatVector centre = FloatVector.fromArray(SPECIES, numbers, centreAt + c);
      FloatVector factor = FloatVector.fromArray(SPECIES, numbers, factorAt + c);
      for (int pixel = 0; pixel < run.pixels; pixel++) {
        FloatVector.fromArray(SPECIES, x, run.at + pixel * run.step + c)
            .sub(centre)
            .mul(factor)
            .intoArray(x, outAt + pixel * run.outStep + c, mask);
      }
    }
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
