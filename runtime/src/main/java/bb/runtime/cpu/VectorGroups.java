package bb.runtime.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of a convolution in groups of 4 or 8 channels, fewer than a vector has lanes: a vector of
 * outputs belongs to several groups, and each lane wants the inputs of its own. They are in one
 * vector of the input, at the same place, so that a shuffle brings each of them to all lanes of its
 * group.
 */
final class VectorGroups {
  private static final VectorSpecies<Float> SPECIES = Species.FLOATS;
  private static final int LANES = SPECIES.length();

  private static final VectorShuffle<Float> FOUR_0 = spread(4, 0);
  private static final VectorShuffle<Float> FOUR_1 = spread(4, 1);
  private static final VectorShuffle<Float> FOUR_2 = spread(4, 2);
  private static final VectorShuffle<Float> FOUR_3 = spread(4, 3);
  private static final VectorShuffle<Float> EIGHT_0 = spread(8, 0);
  private static final VectorShuffle<Float> EIGHT_1 = spread(8, 1);
  private static final VectorShuffle<Float> EIGHT_2 = spread(8, 2);
  private static final VectorShuffle<Float> EIGHT_3 = spread(8, 3);
  private static final VectorShuffle<Float> EIGHT_4 = spread(8, 4);
  private static final VectorShuffle<Float> EIGHT_5 = spread(8, 5);
  private static final VectorShuffle<Float> EIGHT_6 = spread(8, 6);
  private static final VectorShuffle<Float> EIGHT_7 = spread(8, 7);

  private VectorGroups() {}

  /** Brings input {@code i} of each group to all of its lanes. */
  private static VectorShuffle<Float> spread(int size, int i) {
    return VectorShuffle.fromOp(SPECIES, lane -> lane / size * size + i);
  }

  /**
   * Computes {@link Grouped#PIXELS} rows of a tile of one vector.
   *
   * @param size channels of a group
   * @param taps where each tap lies, from the pixel's place on
   */
  static void sums(Tile t, int size, int[] taps) {
    if (size == 4) {
      ofFour(t, taps);
    } else {
      ofEight(t, taps);
    }
  }

  private static void ofFour(Tile t, int[] taps) {
    float[] in = t.in;
    int in0 = t.inAt;
    int in1 = in0 + t.inStride;
    int in2 = in1 + t.inStride;
    int in3 = in2 + t.inStride;
    float[] weights = t.weights;
    int panelAt = t.panelAt;
    FloatVector a0 = FloatVector.fromArray(SPECIES, t.start, t.startAt);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    for (int tap = 0; tap < taps.length; tap++) {
      int at = taps[tap];
      int from = panelAt + tap * 4 * LANES;
      FloatVector x0 = FloatVector.fromArray(SPECIES, in, in0 + at);
      FloatVector x1 = FloatVector.fromArray(SPECIES, in, in1 + at);
      FloatVector x2 = FloatVector.fromArray(SPECIES, in, in2 + at);
      FloatVector x3 = FloatVector.fromArray(SPECIES, in, in3 + at);
      FloatVector w0 = FloatVector.fromArray(SPECIES, weights, from);
      a0 = x0.rearrange(FOUR_0).fma(w0, a0);
      a1 = x1.rearrange(FOUR_0).fma(w0, a1);
      a2 = x2.rearrange(FOUR_0).fma(w0, a2);
      a3 = x3.rearrange(FOUR_0).fma(w0, a3);
      FloatVector w1 = FloatVector.fromArray(SPECIES, weights, from + LANES);
      a0 = x0.rearrange(FOUR_1).fma(w1, a0);
      a1 = x1.rearrange(FOUR_1).fma(w1, a1);
      a2 = x2.rearrange(FOUR_1).fma(w1, a2);
      a3 = x3.rearrange(FOUR_1).fma(w1, a3);
      FloatVector w2 = FloatVector.fromArray(SPECIES, weights, from + 2 * LANES);
      a0 = x0.rearrange(FOUR_2).fma(w2, a0);
      a1 = x1.rearrange(FOUR_2).fma(w2, a1);
      a2 = x2.rearrange(FOUR_2).fma(w2, a2);
      a3 = x3.rearrange(FOUR_2).fma(w2, a3);
      FloatVector w3 = FloatVector.fromArray(SPECIES, weights, from + 3 * LANES);
      a0 = x0.rearrange(FOUR_3).fma(w3, a0);
      a1 = x1.rearrange(FOUR_3).fma(w3, a1);
      a2 = x2.rearrange(FOUR_3).fma(w3, a2);
      a3 = x3.rearrange(FOUR_3).fma(w3, a3);
    }
    float[] out = t.out;
    int outAt = t.outAt;
    int outStride = t.outStride;
    a0.intoArray(out, outAt);
    a1.intoArray(out, outAt + outStride);
    a2.intoArray(out, outAt + 2 * outStride);
    a3.intoArray(out, outAt + 3 * outStride);
  }

  private static void ofEight(Tile t, int[] taps) {
    float[] in = t.in;
    int in0 = t.inAt;
    int in1 = in0 + t.inStride;
    int in2 = in1 + t.inStride;
    int in3 = in2 + t.inStride;
    float[] weights = t.weights;
    int panelAt = t.panelAt;
    FloatVector a0 = FloatVector.fromArray(SPECIES, t.start, t.startAt);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    for (int tap = 0; tap < taps.length; tap++) {
      int at = taps[tap];
      int from = panelAt + tap * 8 * LANES;
      FloatVector x0 = FloatVector.fromArray(SPECIES, in, in0 + at);
      FloatVector x1 = FloatVector.fromArray(SPECIES, in, in1 + at);
      FloatVector x2 = FloatVector.fromArray(SPECIES, in, in2 + at);
      FloatVector x3 = FloatVector.fromArray(SPECIES, in, in3 + at);
      FloatVector w0 = FloatVector.fromArray(SPECIES, weights, from);
      a0 = x0.rearrange(EIGHT_0).fma(w0, a0);
      a1 = x1.rearrange(EIGHT_0).fma(w0, a1);
      a2 = x2.rearrange(EIGHT_0).fma(w0, a2);
      a3 = x3.rearrange(EIGHT_0).fma(w0, a3);
      FloatVector w1 = FloatVector.fromArray(SPECIES, weights, from + LANES);
      a0 = x0.rearrange(EIGHT_1).fma(w1, a0);
      a1 = x1.rearrange(EIGHT_1).fma(w1, a1);
      a2 = x2.rearrange(EIGHT_1).fma(w1, a2);
      a3 = x3.rearrange(EIGHT_1).fma(w1, a3);
      FloatVector w2 = FloatVector.fromArray(SPECIES, weights, from + 2 * LANES);
      a0 = x0.rearrange(EIGHT_2).fma(w2, a0);
      a1 = x1.rearrange(EIGHT_2).fma(w2, a1);
      a2 = x2.rearrange(EIGHT_2).fma(w2, a2);
      a3 = x3.rearrange(EIGHT_2).fma(w2, a3);
      FloatVector w3 = FloatVector.fromArray(SPECIES, weights, from + 3 * LANES);
      a0 = x0.rearrange(EIGHT_3).fma(w3, a0);
      a1 = x1.rearrange(EIGHT_3).fma(w3, a1);
      a2 = x2.rearrange(EIGHT_3).fma(w3, a2);
      a3 = x3.rearrange(EIGHT_3).fma(w3, a3);
      FloatVector w4 = FloatVector.fromArray(SPECIES, weights, from + 4 * LANES);
      a0 = x0.rearrange(EIGHT_4).fma(w4, a0);
      a1 = x1.rearrange(EIGHT_4).fma(w4, a1);
      a2 = x2.rearrange(EIGHT_4).fma(w4, a2);
      a3 = x3.rearrange(EIGHT_4).fma(w4, a3);
      FloatVector w5 = FloatVector.fromArray(SPECIES, weights, from + 5 * LANES);
      a0 = x0.rearrange(EIGHT_5).fma(w5, a0);
      a1 = x1.rearrange(EIGHT_5).fma(w5, a1);
      a2 = x2.rearrange(EIGHT_5).fma(w5, a2);
      a3 = x3.rearrange(EIGHT_5).fma(w5, a3);
      FloatVector w6 = FloatVector.fromArray(SPECIES, weights, from + 6 * LANES);
      a0 = x0.rearrange(EIGHT_6).fma(w6, a0);
      a1 = x1.rearrange(EIGHT_6).fma(w6, a1);
      a2 = x2.rearrange(EIGHT_6).fma(w6, a2);
      a3 = x3.rearrange(EIGHT_6).fma(w6, a3);
      FloatVector w7 = FloatVector.fromArray(SPECIES, weights, from + 7 * LANES);
      a0 = x0.rearrange(EIGHT_7).fma(w7, a0);
      a1 = x1.rearrange(EIGHT_7).fma(w7, a1);
      a2 = x2.rearrange(EIGHT_7).fma(w7, a2);
      a3 = x3.rearrange(EIGHT_7).fma(w7, a3);
    }
    float[] out = t.out;
    int outAt = t.outAt;
    int outStride = t.outStride;
    a0.intoArray(out, outAt);
    a1.intoArray(out, outAt + outStride);
    a2.intoArray(out, outAt + 2 * outStride);
    a3.intoArray(out, outAt + 3 * outStride);
  }
}
