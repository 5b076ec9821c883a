package bb.runtime.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of products of the rows that whole tiles leave over, for all kernels, those that are
 * generated for a network among them.
 */
public final class VectorFewRows {
  private static final VectorSpecies<Float> SPECIES = Species.FLOATS;
  private static final int LANES = SPECIES.length();

  private VectorFewRows() {}

  /**
   * The sums of the first rows of a tile.
   *
   * @param rows 4, 2 or 1
   */
  public static void sums(Tile t, int rows) {
    switch (rows) {
      case 4 -> {
        if (t.columns == LANES) {
          product4x1(t);
        } else {
          product4x2(t);
        }
      }
      case 2 -> {
        if (t.columns == LANES) {
          product2x1(t);
        } else {
          product2x2(t);
        }
      }
      case 1 -> {
        if (t.columns == LANES) {
          product1x1(t);
        } else {
          product1x2(t);
        }
      }
      default -> throw new IllegalArgumentException(rows + " rows");
    }
  }

  private static void product4x2(Tile t) {
    if (t.depth < 0) {
      return;
    }
    float[] in = t.in;
    int in0 = t.inAt;
    int in1 = in0 + t.inStride;
    int in2 = in1 + t.inStride;
    int in3 = in2 + t.inStride;
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
  }

  private static void product4x1(Tile t) {
    if (t.depth < 0) {
      return;
    }
    float[] in = t.in;
    int in0 = t.inAt;
    int in1 = in0 + t.inStride;
    int in2 = in1 + t.inStride;
    int in3 = in2 + t.inStride;
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
    }
    float[] out = t.out;
    int outAt = t.outAt;
    int outStride = t.outStride;
    a0.intoArray(out, outAt);
    a1.intoArray(out, outAt + 1 * outStride);
    a2.intoArray(out, outAt + 2 * outStride);
    a3.intoArray(out, outAt + 3 * outStride);
  }

  private static void product2x2(Tile t) {
    if (t.depth < 0) {
      return;
    }
    float[] in = t.in;
    int in0 = t.inAt;
    int in1 = in0 + t.inStride;
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
    for (int k = 0; k < depth; k++) {
      FloatVector wa = FloatVector.fromArray(SPECIES, w, panelAt + k * 2 * LANES);
      FloatVector wb = FloatVector.fromArray(SPECIES, w, panelAt + k * 2 * LANES + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, in[in0 + k]);
      a0 = x0.fma(wa, a0);
      b0 = x0.fma(wb, b0);
      FloatVector x1 = FloatVector.broadcast(SPECIES, in[in1 + k]);
      a1 = x1.fma(wa, a1);
      b1 = x1.fma(wb, b1);
    }
    float[] out = t.out;
    int outAt = t.outAt;
    int outStride = t.outStride;
    a0.intoArray(out, outAt);
    b0.intoArray(out, outAt + LANES);
    a1.intoArray(out, outAt + 1 * outStride);
    b1.intoArray(out, outAt + 1 * outStride + LANES);
  }

  private static void product2x1(Tile t) {
    if (t.depth < 0) {
      return;
    }
    float[] in = t.in;
    int in0 = t.inAt;
    int in1 = in0 + t.inStride;
    float[] w = t.weights;
    int panelAt = t.panelAt;
    int depth = t.depth;
    float[] start = t.start;
    int startAt = t.startAt;
    int startStride = t.startStride;
    FloatVector a0 = FloatVector.fromArray(SPECIES, start, startAt);
    FloatVector a1 = FloatVector.fromArray(SPECIES, start, startAt + 1 * startStride);
    for (int k = 0; k < depth; k++) {
      FloatVector wa = FloatVector.fromArray(SPECIES, w, panelAt + k * LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, in[in0 + k]);
      a0 = x0.fma(wa, a0);
      FloatVector x1 = FloatVector.broadcast(SPECIES, in[in1 + k]);
      a1 = x1.fma(wa, a1);
    }
    float[] out = t.out;
    int outAt = t.outAt;
    int outStride = t.outStride;
    a0.intoArray(out, outAt);
    a1.intoArray(out, outAt + 1 * outStride);
  }

  private static void product1x2(Tile t) {
    if (t.depth < 0) {
      return;
    }
    float[] in = t.in;
    int in0 = t.inAt;
    float[] w = t.weights;
    int panelAt = t.panelAt;
    int depth = t.depth;
    float[] start = t.start;
    int startAt = t.startAt;
    FloatVector a0 = FloatVector.fromArray(SPECIES, start, startAt);
    FloatVector b0 = FloatVector.fromArray(SPECIES, start, startAt + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector wa = FloatVector.fromArray(SPECIES, w, panelAt + k * 2 * LANES);
      FloatVector wb = FloatVector.fromArray(SPECIES, w, panelAt + k * 2 * LANES + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, in[in0 + k]);
      a0 = x0.fma(wa, a0);
      b0 = x0.fma(wb, b0);
    }
    float[] out = t.out;
    int outAt = t.outAt;
    a0.intoArray(out, outAt);
    b0.intoArray(out, outAt + LANES);
  }

  private static void product1x1(Tile t) {
    if (t.depth < 0) {
      return;
    }
    float[] in = t.in;
    int in0 = t.inAt;
    float[] w = t.weights;
    int panelAt = t.panelAt;
    int depth = t.depth;
    float[] start = t.start;
    int startAt = t.startAt;
    FloatVector a0 = FloatVector.fromArray(SPECIES, start, startAt);
    for (int k = 0; k < depth; k++) {
      FloatVector wa = FloatVector.fromArray(SPECIES, w, panelAt + k * LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, in[in0 + k]);
      a0 = x0.fma(wa, a0);
    }
    float[] out = t.out;
    int outAt = t.outAt;
    a0.intoArray(out, outAt);
  }
}
