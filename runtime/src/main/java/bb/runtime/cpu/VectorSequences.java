package bb.runtime.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Kernels on sequences in the Vector API. */
final class VectorSequences implements SequenceKernels {
  private static final VectorSpecies<Float> SPECIES = Species.FLOATS;
  private static final int LANES = SPECIES.length();

  /** Rows whose sums are kept in registers together. */
  private static final int ROWS = 4;

  private final Parts parts = new Parts();

  @Override
  public void product(Product p) {
    int row = 0;
    for (; row + ROWS <= p.rows; row += ROWS) {
      int c = 0;
      for (; c + 2 * LANES <= p.columns; c += 2 * LANES) {
        four(p, row, c);
      }
      for (int r = row; r < row + ROWS; r++) {
        rest(p, r, c);
      }
    }
    for (; row < p.rows; row++) {
      rest(p, row, 0);
    }
  }

  /** Four rows and two vectors of columns. */
  private static void four(Product p, int row, int c) {
    float[] a = p.a;
    float[] b = p.b;
    int aStride = p.aStride;
    int a0 = p.aAt + row * aStride;
    int bAt = p.bAt + c;
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = s00;
    FloatVector s10 = s00;
    FloatVector s11 = s00;
    FloatVector s20 = s00;
    FloatVector s21 = s00;
    FloatVector s30 = s00;
    FloatVector s31 = s00;
    for (int k = 0; k < p.depth; k++) {
      FloatVector first = FloatVector.fromArray(SPECIES, b, bAt);
      FloatVector second = FloatVector.fromArray(SPECIES, b, bAt + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + k]);
      s00 = x0.fma(first, s00);
      s01 = x0.fma(second, s01);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a0 + aStride + k]);
      s10 = x1.fma(first, s10);
      s11 = x1.fma(second, s11);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a0 + 2 * aStride + k]);
      s20 = x2.fma(first, s20);
      s21 = x2.fma(second, s21);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a0 + 3 * aStride + k]);
      s30 = x3.fma(first, s30);
      s31 = x3.fma(second, s31);
      bAt += p.bStride;
    }
    int outAt = p.outAt + row * p.outStride + c;
    s00.intoArray(p.out, outAt);
    s01.intoArray(p.out, outAt + LANES);
    s10.intoArray(p.out, outAt + p.outStride);
    s11.intoArray(p.out, outAt + p.outStride + LANES);
    s20.intoArray(p.out, outAt + 2 * p.outStride);
    s21.intoArray(p.out, outAt + 2 * p.outStride + LANES);
    s30.intoArray(p.out, outAt + 3 * p.outStride);
    s31.intoArray(p.out, outAt + 3 * p.outStride + LANES);
  }

  /** The columns of one row from {@code first}. */
  private static void rest(Product p, int row, int first) {
    int c = first;
    for (; c + LANES <= p.columns; c += LANES) {
      FloatVector sum = FloatVector.zero(SPECIES);
      int aAt = p.aAt + row * p.aStride;
      int bAt = p.bAt + c;
      for (int k = 0; k < p.depth; k++) {
        FloatVector x = FloatVector.broadcast(SPECIES, p.a[aAt + k]);
        sum = x.fma(FloatVector.fromArray(SPECIES, p.b, bAt), sum);
        bAt += p.bStride;
      }
      sum.intoArray(p.out, p.outAt + row * p.outStride + c);
    }
    ScalarSequences.products(p, row, c);
  }

  @Override
  public void softmax(float[] x, int at, int length, float scale) {
    float max = max(x, at, length);
    int end = SPECIES.loopBound(length);
    for (int i = 0; i < end; i += LANES) {
      FloatVector.fromArray(SPECIES, x, at + i).sub(max).mul(scale).intoArray(x, at + i);
    }
    for (int i = end; i < length; i++) {
      x[at + i] = (x[at + i] - max) * scale;
    }
    VectorFunctions.exp(x, at, length);
    float factor = 1 / sum(x, at, length);
    for (int i = 0; i < end; i += LANES) {
      FloatVector.fromArray(SPECIES, x, at + i).mul(factor).intoArray(x, at + i);
    }
    for (int i = end; i < length; i++) {
      x[at + i] *= factor;
    }
  }

  private static float max(float[] x, int at, int length) {
    int end = SPECIES.loopBound(length);
    FloatVector maxima = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < end; i += LANES) {
      maxima = maxima.max(FloatVector.fromArray(SPECIES, x, at + i));
    }
    float max = maxima.reduceLanes(VectorOperators.MAX);
    for (int i = end; i < length; i++) {
      max = Math.max(max, x[at + i]);
    }
    return max;
  }

  @Override
  public void normalize(float[] x, int at, int outAt, int length, boolean centred, float eps) {
    float mean = centred ? sum(x, at, length) / length : 0;
    float factor = (float) (1 / Math.sqrt(squares(x, at, length, mean) / length + eps));
    int end = SPECIES.loopBound(length);
    for (int i = 0; i < end; i += LANES) {
      FloatVector.fromArray(SPECIES, x, at + i).sub(mean).mul(factor).intoArray(x, outAt + i);
    }
    for (int i = end; i < length; i++) {
      x[outAt + i] = (x[at + i] - mean) * factor;
    }
  }

  private float sum(float[] x, int at, int length) {
    int end = Parts.rounds(length);
    for (int part = 0; part < Parts.COUNT; part += LANES) {
      FloatVector sums = FloatVector.zero(SPECIES);
      for (int i = part; i < end; i += Parts.COUNT) {
        sums = sums.add(FloatVector.fromArray(SPECIES, x, at + i));
      }
      sums.intoArray(parts.sums, part);
    }
    ScalarSequences.addFrom(end, x, at, length, parts);
    return parts.total();
  }

  private float squares(float[] x, int at, int length, float mean) {
    int end = Parts.rounds(length);
    for (int part = 0; part < Parts.COUNT; part += LANES) {
      FloatVector sums = FloatVector.zero(SPECIES);
      for (int i = part; i < end; i += Parts.COUNT) {
        FloatVector difference = FloatVector.fromArray(SPECIES, x, at + i).sub(mean);
        sums = difference.fma(difference, sums);
      }
      sums.intoArray(parts.sums, part);
    }
    ScalarSequences.addSquaresFrom(end, x, at, length, mean, parts);
    return parts.total();
  }

  @Override
  public void scan(ScanBlock s) {
    int end = SPECIES.loopBound(s.channels);
    for (int token = 0; token < s.tokens; token++) {
      for (int n = 0; n < s.states; n++) {
        for (int c = 0; c < end; c += LANES) {
          int at = n * s.channels + c;
          FloatVector.fromArray(SPECIES, s.scratch, s.decayAt + at)
              .mul(FloatVector.fromArray(SPECIES, s.arena, s.deltaAt + token * s.deltaStride + c))
              .intoArray(s.scratch, s.powerAt + at);
        }
      }
      ScalarSequences.powersFrom(end, token, s);
      VectorFunctions.exp(s.scratch, s.powerAt, s.states * s.channels);
      for (int c = 0; c < end; c += LANES) {
        FloatVector u = FloatVector.fromArray(SPECIES, s.arena, s.uAt + token * s.uStride + c);
        FloatVector delta =
            FloatVector.fromArray(SPECIES, s.arena, s.deltaAt + token * s.deltaStride + c);
        FloatVector input = delta.mul(u);
        FloatVector sum = FloatVector.fromArray(SPECIES, s.arena, s.skipAt + c).mul(u);
        for (int n = 0; n < s.states; n++) {
          int at = n * s.channels + c;
          FloatVector decay = FloatVector.fromArray(SPECIES, s.scratch, s.powerAt + at);
          FloatVector state =
              FloatVector.fromArray(SPECIES, s.scratch, s.stateAt + at)
                  .fma(decay, input.mul(s.arena[s.bAt + token * s.bStride + n]));
          state.intoArray(s.scratch, s.stateAt + at);
          sum = sum.add(state.mul(s.arena[s.cAt + token * s.cStride + n]));
        }
        sum.intoArray(s.arena, s.outAt + token * s.outStride + c);
      }
      ScalarSequences.tokenFrom(end, token, s);
    }
  }
}
