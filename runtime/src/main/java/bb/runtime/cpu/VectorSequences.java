package bb.runtime.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Kernels on sequences in the Vector API. */
final class VectorSequences implements SequenceKernels {
  private static final VectorSpecies<Float> SPECIES = Species.FLOATS;
  private static final int LANES = SPECIES.length();

  /** Rows whose sums are kept in registers together. */
  private static final int ROWS = 6;

  private final Parts parts = new Parts();

  @Override
  public void product(Product p) {
    int row = 0;
    for (; row + ROWS <= p.rows; row += ROWS) {
      rows(p, row);
    }
    if (row < p.rows && p.rows >= ROWS) {
      rows(p, p.rows - ROWS);
      return;
    }
    for (; row < p.rows; row++) {
      rest(p, row, 0);
    }
  }

  /** All columns of {@link #ROWS} rows. */
  private static void rows(Product p, int row) {
    int c = 0;
    if (LANES == 16) {
      for (; c + 4 * LANES <= p.columns; c += 4 * LANES) {
        wide(p, row, c);
      }
    }
    for (; c + 2 * LANES <= p.columns; c += 2 * LANES) {
      narrow(p, row, c);
    }
    if (c < p.columns) {
      for (int r = row; r < row + ROWS; r++) {
        rest(p, r, c);
      }
    }
  }

  /** Four vectors of columns, for which there are registers if vectors are of 16 floats. */
  private static void wide(Product p, int row, int c) {
    float[] a = p.a;
    float[] b = p.b;
    int step = p.aStride;
    int a0 = p.aAt + row * step;
    int bAt = p.bAt + c;
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = s00;
    FloatVector s02 = s00;
    FloatVector s03 = s00;
    FloatVector s10 = s00;
    FloatVector s11 = s00;
    FloatVector s12 = s00;
    FloatVector s13 = s00;
    FloatVector s20 = s00;
    FloatVector s21 = s00;
    FloatVector s22 = s00;
    FloatVector s23 = s00;
    FloatVector s30 = s00;
    FloatVector s31 = s00;
    FloatVector s32 = s00;
    FloatVector s33 = s00;
    FloatVector s40 = s00;
    FloatVector s41 = s00;
    FloatVector s42 = s00;
    FloatVector s43 = s00;
    FloatVector s50 = s00;
    FloatVector s51 = s00;
    FloatVector s52 = s00;
    FloatVector s53 = s00;
    for (int k = 0; k < p.depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, bAt + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, bAt + 3 * LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + k]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      s02 = x0.fma(b2, s02);
      s03 = x0.fma(b3, s03);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a0 + step + k]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      s12 = x1.fma(b2, s12);
      s13 = x1.fma(b3, s13);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a0 + 2 * step + k]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      s22 = x2.fma(b2, s22);
      s23 = x2.fma(b3, s23);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a0 + 3 * step + k]);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
      s32 = x3.fma(b2, s32);
      s33 = x3.fma(b3, s33);
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[a0 + 4 * step + k]);
      s40 = x4.fma(b0, s40);
      s41 = x4.fma(b1, s41);
      s42 = x4.fma(b2, s42);
      s43 = x4.fma(b3, s43);
      FloatVector x5 = FloatVector.broadcast(SPECIES, a[a0 + 5 * step + k]);
      s50 = x5.fma(b0, s50);
      s51 = x5.fma(b1, s51);
      s52 = x5.fma(b2, s52);
      s53 = x5.fma(b3, s53);
      bAt += p.bStride;
    }
    float[] out = p.out;
    int at = p.outAt + row * p.outStride + c;
    s00.intoArray(out, at);
    s01.intoArray(out, at + LANES);
    s02.intoArray(out, at + 2 * LANES);
    s03.intoArray(out, at + 3 * LANES);
    at += p.outStride;
    s10.intoArray(out, at);
    s11.intoArray(out, at + LANES);
    s12.intoArray(out, at + 2 * LANES);
    s13.intoArray(out, at + 3 * LANES);
    at += p.outStride;
    s20.intoArray(out, at);
    s21.intoArray(out, at + LANES);
    s22.intoArray(out, at + 2 * LANES);
    s23.intoArray(out, at + 3 * LANES);
    at += p.outStride;
    s30.intoArray(out, at);
    s31.intoArray(out, at + LANES);
    s32.intoArray(out, at + 2 * LANES);
    s33.intoArray(out, at + 3 * LANES);
    at += p.outStride;
    s40.intoArray(out, at);
    s41.intoArray(out, at + LANES);
    s42.intoArray(out, at + 2 * LANES);
    s43.intoArray(out, at + 3 * LANES);
    at += p.outStride;
    s50.intoArray(out, at);
    s51.intoArray(out, at + LANES);
    s52.intoArray(out, at + 2 * LANES);
    s53.intoArray(out, at + 3 * LANES);
  }

  /** Two vectors of columns. */
  private static void narrow(Product p, int row, int c) {
    float[] a = p.a;
    float[] b = p.b;
    int step = p.aStride;
    int a0 = p.aAt + row * step;
    int bAt = p.bAt + c;
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = s00;
    FloatVector s10 = s00;
    FloatVector s11 = s00;
    FloatVector s20 = s00;
    FloatVector s21 = s00;
    FloatVector s30 = s00;
    FloatVector s31 = s00;
    FloatVector s40 = s00;
    FloatVector s41 = s00;
    FloatVector s50 = s00;
    FloatVector s51 = s00;
    for (int k = 0; k < p.depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + k]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a0 + step + k]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a0 + 2 * step + k]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a0 + 3 * step + k]);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[a0 + 4 * step + k]);
      s40 = x4.fma(b0, s40);
      s41 = x4.fma(b1, s41);
      FloatVector x5 = FloatVector.broadcast(SPECIES, a[a0 + 5 * step + k]);
      s50 = x5.fma(b0, s50);
      s51 = x5.fma(b1, s51);
      bAt += p.bStride;
    }
    float[] out = p.out;
    int at = p.outAt + row * p.outStride + c;
    s00.intoArray(out, at);
    s01.intoArray(out, at + LANES);
    at += p.outStride;
    s10.intoArray(out, at);
    s11.intoArray(out, at + LANES);
    at += p.outStride;
    s20.intoArray(out, at);
    s21.intoArray(out, at + LANES);
    at += p.outStride;
    s30.intoArray(out, at);
    s31.intoArray(out, at + LANES);
    at += p.outStride;
    s40.intoArray(out, at);
    s41.intoArray(out, at + LANES);
    at += p.outStride;
    s50.intoArray(out, at);
    s51.intoArray(out, at + LANES);
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

  @Override
  public void add(float[] x, int at, int length, float scale, float[] bias, int biasAt) {
    FloatVector factor = FloatVector.broadcast(SPECIES, scale);
    int end = SPECIES.loopBound(length);
    for (int i = 0; i < end; i += LANES) {
      FloatVector.fromArray(SPECIES, x, at + i)
          .fma(factor, FloatVector.fromArray(SPECIES, bias, biasAt + i))
          .intoArray(x, at + i);
    }
    ScalarSequences.addFrom(end, x, at, length, scale, bias, biasAt);
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
