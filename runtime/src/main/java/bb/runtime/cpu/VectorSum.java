package bb.runtime.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A matrix product without an epilogue. Each size of a tile is written out, as vectors in an array
 * would be objects.
 */
public final class VectorSum implements GemmKernel {
  private static final VectorSpecies<Float> SPECIES = Species.FLOATS;
  private static final int LANES = SPECIES.length();

  @Override
  public int rows(int columns) {
    int rows = LANES == 16 ? 7 : 6;
    return columns == LANES ? 2 * rows : rows;
  }

  @Override
  public int columns() {
    return 2 * LANES;
  }

  @Override
  public int narrow() {
    return LANES;
  }

  @Override
  public void tile(Tile t, int rows) {
    if (rows == rows(t.columns)) {
      whole(t);
    } else {
      VectorFewRows.sums(t, rows);
    }
  }

  /** The sums of a whole tile. */
  public static void whole(Tile t) {
    if (t.columns == LANES) {
      if (LANES == 16) {
        product14x1(t);
      } else {
        product12x1(t);
      }
    } else {
      if (LANES == 16) {
        product7x2(t);
      } else {
        product6x2(t);
      }
    }
  }

  private static void product7x2(Tile t) {
    if (t.depth < 0) {
      return;
    }
    float[] in = t.in;
    int in0 = t.inAt;
    int in1 = in0 + t.inStride;
    int in2 = in1 + t.inStride;
    int in3 = in2 + t.inStride;
    int in4 = in3 + t.inStride;
    int in5 = in4 + t.inStride;
    int in6 = in5 + t.inStride;
    float[] w = t.weights;
    int panelAt = t.panelAt;
    int depth = t.depth;
    float[] start = t.start;
    int startAt = t.startAt;
    int startStride = t.startStride;
    FloatVector a0 = FloatVector.fromArray(SPECIES, start, startAt);
    FloatVector b0 = FloatVector.fromArray(SPECIES, start, startAt + LANES);
    FloatVector a1 = FloatVector.fromArray(SPECIES, start, startAt + 1 * startStride);
    FloatVector b1 = FloatVector.fromArray(SPECIES, start, startAt + 1 * startStride + LANES);
    FloatVector a2 = FloatVector.fromArray(SPECIES, start, startAt + 2 * startStride);
    FloatVector b2 = FloatVector.fromArray(SPECIES, start, startAt + 2 * startStride + LANES);
    FloatVector a3 = FloatVector.fromArray(SPECIES, start, startAt + 3 * startStride);
    FloatVector b3 = FloatVector.fromArray(SPECIES, start, startAt + 3 * startStride + LANES);
    FloatVector a4 = FloatVector.fromArray(SPECIES, start, startAt + 4 * startStride);
    FloatVector b4 = FloatVector.fromArray(SPECIES, start, startAt + 4 * startStride + LANES);
    FloatVector a5 = FloatVector.fromArray(SPECIES, start, startAt + 5 * startStride);
    FloatVector b5 = FloatVector.fromArray(SPECIES, start, startAt + 5 * startStride + LANES);
    FloatVector a6 = FloatVector.fromArray(SPECIES, start, startAt + 6 * startStride);
    FloatVector b6 = FloatVector.fromArray(SPECIES, start, startAt + 6 * startStride + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector wa = FloatVector.fromArray(SPECIES, w, panelAt + k * 2 * LANES);
      FloatVector wb = FloatVector.fromArray(SPECIES, w, panelAt + k * 2 * LANES + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, in[in0 + k]);
      a0 = x0.fma(wa, a0);
      b0 = x0.fma(wb, b0);
      FloatVector x1 = FloatVector.broadcast(SPECIES, in[in1 + k]);
      a1 = x1.fma(wa, a1);
      b1 = x1.fma(wb, b1);
      FloatVector x2 = FloatVector.broadcast(SPECIES, in[in2 + k]);
      a2 = x2.fma(wa, a2);
      b2 = x2.fma(wb, b2);
      FloatVector x3 = FloatVector.broadcast(SPECIES, in[in3 + k]);
      a3 = x3.fma(wa, a3);
      b3 = x3.fma(wb, b3);
      FloatVector x4 = FloatVector.broadcast(SPECIES, in[in4 + k]);
      a4 = x4.fma(wa, a4);
      b4 = x4.fma(wb, b4);
      FloatVector x5 = FloatVector.broadcast(SPECIES, in[in5 + k]);
      a5 = x5.fma(wa, a5);
      b5 = x5.fma(wb, b5);
      FloatVector x6 = FloatVector.broadcast(SPECIES, in[in6 + k]);
      a6 = x6.fma(wa, a6);
      b6 = x6.fma(wb, b6);
    }
    float[] out = t.out;
    int outAt = t.outAt;
    int outStride = t.outStride;
    a0.intoArray(out, outAt);
    b0.intoArray(out, outAt + LANES);
    a1.intoArray(out, outAt + 1 * outStride);
    b1.intoArray(out, outAt + 1 * outStride + LANES);
    a2.intoArray(out, outAt + 2 * outStride);
    b2.intoArray(out, outAt + 2 * outStride + LANES);
    a3.intoArray(out, outAt + 3 * outStride);
    b3.intoArray(out, outAt + 3 * outStride + LANES);
    a4.intoArray(out, outAt + 4 * outStride);
    b4.intoArray(out, outAt + 4 * outStride + LANES);
    a5.intoArray(out, outAt + 5 * outStride);
    b5.intoArray(out, outAt + 5 * outStride + LANES);
    a6.intoArray(out, outAt + 6 * outStride);
    b6.intoArray(out, outAt + 6 * outStride + LANES);
  }

  private static void product14x1(Tile t) {
    if (t.depth < 0) {
      return;
    }
    float[] in = t.in;
    int in0 = t.inAt;
    int in1 = in0 + t.inStride;
    int in2 = in1 + t.inStride;
    int in3 = in2 + t.inStride;
    int in4 = in3 + t.inStride;
    int in5 = in4 + t.inStride;
    int in6 = in5 + t.inStride;
    int in7 = in6 + t.inStride;
    int in8 = in7 + t.inStride;
    int in9 = in8 + t.inStride;
    int in10 = in9 + t.inStride;
    int in11 = in10 + t.inStride;
    int in12 = in11 + t.inStride;
    int in13 = in12 + t.inStride;
    float[] w = t.weights;
    int panelAt = t.panelAt;
    int depth = t.depth;
    float[] start = t.start;
    int startAt = t.startAt;
    int startStride = t.startStride;
    FloatVector a0 = FloatVector.fromArray(SPECIES, start, startAt);
    FloatVector a1 = FloatVector.fromArray(SPECIES, start, startAt + 1 * startStride);
    FloatVector a2 = FloatVector.fromArray(SPECIES, start, startAt + 2 * startStride);
    FloatVector a3 = FloatVector.fromArray(SPECIES, start, startAt + 3 * startStride);
    FloatVector a4 = FloatVector.fromArray(SPECIES, start, startAt + 4 * startStride);
    FloatVector a5 = FloatVector.fromArray(SPECIES, start, startAt + 5 * startStride);
    FloatVector a6 = FloatVector.fromArray(SPECIES, start, startAt + 6 * startStride);
    FloatVector a7 = FloatVector.fromArray(SPECIES, start, startAt + 7 * startStride);
    FloatVector a8 = FloatVector.fromArray(SPECIES, start, startAt + 8 * startStride);
    FloatVector a9 = FloatVector.fromArray(SPECIES, start, startAt + 9 * startStride);
    FloatVector a10 = FloatVector.fromArray(SPECIES, start, startAt + 10 * startStride);
    FloatVector a11 = FloatVector.fromArray(SPECIES, start, startAt + 11 * startStride);
    FloatVector a12 = FloatVector.fromArray(SPECIES, start, startAt + 12 * startStride);
    FloatVector a13 = FloatVector.fromArray(SPECIES, start, startAt + 13 * startStride);
    for (int k = 0; k < depth; k++) {
      FloatVector wa = FloatVector.fromArray(SPECIES, w, panelAt + k * LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, in[in0 + k]);
      a0 = x0.fma(wa, a0);
      FloatVector x1 = FloatVector.broadcast(SPECIES, in[in1 + k]);
      a1 = x1.fma(wa, a1);
      FloatVector x2 = FloatVector.broadcast(SPECIES, in[in2 + k]);
      a2 = x2.fma(wa, a2);
      FloatVector x3 = FloatVector.broadcast(SPECIES, in[in3 + k]);
      a3 = x3.fma(wa, a3);
      FloatVector x4 = FloatVector.broadcast(SPECIES, in[in4 + k]);
      a4 = x4.fma(wa, a4);
      FloatVector x5 = FloatVector.broadcast(SPECIES, in[in5 + k]);
      a5 = x5.fma(wa, a5);
      FloatVector x6 = FloatVector.broadcast(SPECIES, in[in6 + k]);
      a6 = x6.fma(wa, a6);
      FloatVector x7 = FloatVector.broadcast(SPECIES, in[in7 + k]);
      a7 = x7.fma(wa, a7);
      FloatVector x8 = FloatVector.broadcast(SPECIES, in[in8 + k]);
      a8 = x8.fma(wa, a8);
      FloatVector x9 = FloatVector.broadcast(SPECIES, in[in9 + k]);
      a9 = x9.fma(wa, a9);
      FloatVector x10 = FloatVector.broadcast(SPECIES, in[in10 + k]);
      a10 = x10.fma(wa, a10);
      FloatVector x11 = FloatVector.broadcast(SPECIES, in[in11 + k]);
      a11 = x11.fma(wa, a11);
      FloatVector x12 = FloatVector.broadcast(SPECIES, in[in12 + k]);
      a12 = x12.fma(wa, a12);
      FloatVector x13 = FloatVector.broadcast(SPECIES, in[in13 + k]);
      a13 = x13.fma(wa, a13);
    }
    float[] out = t.out;
    int outAt = t.outAt;
    int outStride = t.outStride;
    a0.intoArray(out, outAt);
    a1.intoArray(out, outAt + 1 * outStride);
    a2.intoArray(out, outAt + 2 * outStride);
    a3.intoArray(out, outAt + 3 * outStride);
    a4.intoArray(out, outAt + 4 * outStride);
    a5.intoArray(out, outAt + 5 * outStride);
    a6.intoArray(out, outAt + 6 * outStride);
    a7.intoArray(out, outAt + 7 * outStride);
    a8.intoArray(out, outAt + 8 * outStride);
    a9.intoArray(out, outAt + 9 * outStride);
    a10.intoArray(out, outAt + 10 * outStride);
    a11.intoArray(out, outAt + 11 * outStride);
    a12.intoArray(out, outAt + 12 * outStride);
    a13.intoArray(out, outAt + 13 * outStride);
  }

  private static void product6x2(Tile t) {
    if (t.depth < 0) {
      return;
    }
    float[] in = t.in;
    int in0 = t.inAt;
    int in1 = in0 + t.inStride;
    int in2 = in1 + t.inStride;
    int in3 = in2 + t.inStride;
    int in4 = in3 + t.inStride;
    int in5 = in4 + t.inStride;
    float[] w = t.weights;
    int panelAt = t.panelAt;
    int depth = t.depth;
    float[] start = t.start;
    int startAt = t.startAt;
    int startStride = t.startStride;
    FloatVector a0 = FloatVector.fromArray(SPECIES, start, startAt);
    FloatVector b0 = FloatVector.fromArray(SPECIES, start, startAt + LANES);
    FloatVector a1 = FloatVector.fromArray(SPECIES, start, startAt + 1 * startStride);
    FloatVector b1 = FloatVector.fromArray(SPECIES, start, startAt + 1 * startStride + LANES);
    FloatVector a2 = FloatVector.fromArray(SPECIES, start, startAt + 2 * startStride);
    FloatVector b2 = FloatVector.fromArray(SPECIES, start, startAt + 2 * startStride + LANES);
    FloatVector a3 = FloatVector.fromArray(SPECIES, start, startAt + 3 * startStride);
    FloatVector b3 = FloatVector.fromArray(SPECIES, start, startAt + 3 * startStride + LANES);
    FloatVector a4 = FloatVector.fromArray(SPECIES, start, startAt + 4 * startStride);
    FloatVector b4 = FloatVector.fromArray(SPECIES, start, startAt + 4 * startStride + LANES);
    FloatVector a5 = FloatVector.fromArray(SPECIES, start, startAt + 5 * startStride);
    FloatVector b5 = FloatVector.fromArray(SPECIES, start, startAt + 5 * startStride + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector wa = FloatVector.fromArray(SPECIES, w, panelAt + k * 2 * LANES);
      FloatVector wb = FloatVector.fromArray(SPECIES, w, panelAt + k * 2 * LANES + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, in[in0 + k]);
      a0 = x0.fma(wa, a0);
      b0 = x0.fma(wb, b0);
      FloatVector x1 = FloatVector.broadcast(SPECIES, in[in1 + k]);
      a1 = x1.fma(wa, a1);
      b1 = x1.fma(wb, b1);
      FloatVector x2 = FloatVector.broadcast(SPECIES, in[in2 + k]);
      a2 = x2.fma(wa, a2);
      b2 = x2.fma(wb, b2);
      FloatVector x3 = FloatVector.broadcast(SPECIES, in[in3 + k]);
      a3 = x3.fma(wa, a3);
      b3 = x3.fma(wb, b3);
      FloatVector x4 = FloatVector.broadcast(SPECIES, in[in4 + k]);
      a4 = x4.fma(wa, a4);
      b4 = x4.fma(wb, b4);
      FloatVector x5 = FloatVector.broadcast(SPECIES, in[in5 + k]);
      a5 = x5.fma(wa, a5);
      b5 = x5.fma(wb, b5);
    }
    float[] out = t.out;
    int outAt = t.outAt;
    int outStride = t.outStride;
    a0.intoArray(out, outAt);
    b0.intoArray(out, outAt + LANES);
    a1.intoArray(out, outAt + 1 * outStride);
    b1.intoArray(out, outAt + 1 * outStride + LANES);
    a2.intoArray(out, outAt + 2 * outStride);
    b2.intoArray(out, outAt + 2 * outStride + LANES);
    a3.intoArray(out, outAt + 3 * outStride);
    b3.intoArray(out, outAt + 3 * outStride + LANES);
    a4.intoArray(out, outAt + 4 * outStride);
    b4.intoArray(out, outAt + 4 * outStride + LANES);
    a5.intoArray(out, outAt + 5 * outStride);
    b5.intoArray(out, outAt + 5 * outStride + LANES);
  }

  private static void product12x1(Tile t) {
    if (t.depth < 0) {
      return;
    }
    float[] in = t.in;
    int in0 = t.inAt;
    int in1 = in0 + t.inStride;
    int in2 = in1 + t.inStride;
    int in3 = in2 + t.inStride;
    int in4 = in3 + t.inStride;
    int in5 = in4 + t.inStride;
    int in6 = in5 + t.inStride;
    int in7 = in6 + t.inStride;
    int in8 = in7 + t.inStride;
    int in9 = in8 + t.inStride;
    int in10 = in9 + t.inStride;
    int in11 = in10 + t.inStride;
    float[] w = t.weights;
    int panelAt = t.panelAt;
    int depth = t.depth;
    float[] start = t.start;
    int startAt = t.startAt;
    int startStride = t.startStride;
    FloatVector a0 = FloatVector.fromArray(SPECIES, start, startAt);
    FloatVector a1 = FloatVector.fromArray(SPECIES, start, startAt + 1 * startStride);
    FloatVector a2 = FloatVector.fromArray(SPECIES, start, startAt + 2 * startStride);
    FloatVector a3 = FloatVector.fromArray(SPECIES, start, startAt + 3 * startStride);
    FloatVector a4 = FloatVector.fromArray(SPECIES, start, startAt + 4 * startStride);
    FloatVector a5 = FloatVector.fromArray(SPECIES, start, startAt + 5 * startStride);
    FloatVector a6 = FloatVector.fromArray(SPECIES, start, startAt + 6 * startStride);
    FloatVector a7 = FloatVector.fromArray(SPECIES, start, startAt + 7 * startStride);
    FloatVector a8 = FloatVector.fromArray(SPECIES, start, startAt + 8 * startStride);
    FloatVector a9 = FloatVector.fromArray(SPECIES, start, startAt + 9 * startStride);
    FloatVector a10 = FloatVector.fromArray(SPECIES, start, startAt + 10 * startStride);
    FloatVector a11 = FloatVector.fromArray(SPECIES, start, startAt + 11 * startStride);
    for (int k = 0; k < depth; k++) {
      FloatVector wa = FloatVector.fromArray(SPECIES, w, panelAt + k * LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, in[in0 + k]);
      a0 = x0.fma(wa, a0);
      FloatVector x1 = FloatVector.broadcast(SPECIES, in[in1 + k]);
      a1 = x1.fma(wa, a1);
      FloatVector x2 = FloatVector.broadcast(SPECIES, in[in2 + k]);
      a2 = x2.fma(wa, a2);
      FloatVector x3 = FloatVector.broadcast(SPECIES, in[in3 + k]);
      a3 = x3.fma(wa, a3);
      FloatVector x4 = FloatVector.broadcast(SPECIES, in[in4 + k]);
      a4 = x4.fma(wa, a4);
      FloatVector x5 = FloatVector.broadcast(SPECIES, in[in5 + k]);
      a5 = x5.fma(wa, a5);
      FloatVector x6 = FloatVector.broadcast(SPECIES, in[in6 + k]);
      a6 = x6.fma(wa, a6);
      FloatVector x7 = FloatVector.broadcast(SPECIES, in[in7 + k]);
      a7 = x7.fma(wa, a7);
      FloatVector x8 = FloatVector.broadcast(SPECIES, in[in8 + k]);
      a8 = x8.fma(wa, a8);
      FloatVector x9 = FloatVector.broadcast(SPECIES, in[in9 + k]);
      a9 = x9.fma(wa, a9);
      FloatVector x10 = FloatVector.broadcast(SPECIES, in[in10 + k]);
      a10 = x10.fma(wa, a10);
      FloatVector x11 = FloatVector.broadcast(SPECIES, in[in11 + k]);
      a11 = x11.fma(wa, a11);
    }
    float[] out = t.out;
    int outAt = t.outAt;
    int outStride = t.outStride;
    a0.intoArray(out, outAt);
    a1.intoArray(out, outAt + 1 * outStride);
    a2.intoArray(out, outAt + 2 * outStride);
    a3.intoArray(out, outAt + 3 * outStride);
    a4.intoArray(out, outAt + 4 * outStride);
    a5.intoArray(out, outAt + 5 * outStride);
    a6.intoArray(out, outAt + 6 * outStride);
    a7.intoArray(out, outAt + 7 * outStride);
    a8.intoArray(out, outAt + 8 * outStride);
    a9.intoArray(out, outAt + 9 * outStride);
    a10.intoArray(out, outAt + 10 * outStride);
    a11.intoArray(out, outAt + 11 * outStride);
  }

  @Override
  public void finish(Tile t, int rows) {}
}
