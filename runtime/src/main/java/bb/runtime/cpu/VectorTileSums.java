package bb.runtime.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums in registers: two vectors of columns by as many rows as there are registers for, and fewer
 * where fewer rows are left. Each size is written out, as vectors in an array would be objects; the
 * loop over the products is not unrolled, which would need more registers than there are.
 */
final class VectorTileSums implements TileSums {
  private static final VectorSpecies<Float> SPECIES = Species.FLOATS;
  private static final int LANES = SPECIES.length();

  /** Lanes of the vectors of which there are 32; of shorter ones there may be 16. */
  private static final int LONG = 16;

  /** The tiles there are, in rows. */
  private static final int[] TILES =
      LANES == LONG ? new int[] {14, 8, 7, 4, 1} : new int[] {6, 4, 1};

  /** What a tile costs besides its rows, in rows: its sums are loaded and stored. */
  private static final double TILE_COST = 1;

  /** The first tile for so many rows; more rows than that begin with the largest. */
  private static final int[] FIRST = first(2 * TILES[0]);

  @Override
  public int columns(int outputs) {
    return 2 * LANES;
  }

  @Override
  public int rows(int left) {
    return left < FIRST.length ? FIRST[left] : TILES[0];
  }

  private static int[] first(int most) {
    int[] first = new int[most];
    double[] cost = new double[most];
    for (int rows = 1; rows < most; rows++) {
      cost[rows] = Double.POSITIVE_INFINITY;
      for (int tile : TILES) {
        double total =
            tile <= rows ? tile + TILE_COST + cost[rows - tile] : Double.POSITIVE_INFINITY;
        if (total < cost[rows]) {
          cost[rows] = total;
          first[rows] = tile;
        }
      }
    }
    return first;
  }

  @Override
  public void sums(Tile t, int rows) {
    switch (rows) {
      case 14 -> sums14(t);
      case 8 -> sums8(t);
      case 7 -> sums7(t);
      case 6 -> sums6(t);
      case 4 -> sums4(t);
      case 1 -> sums1(t);
      default -> throw new IllegalArgumentException("no tile of " + rows + " rows");
    }
  }

  private static void sums14(Tile t) {
    if (t.depth < 0) {
      return;
    }
    float[] in = t.in;
    int inAt = t.inAt;
    float[] w = t.weights;
    int panelAt = t.panelAt;
    int depth = t.depth;
    float[] start = t.start;
    int startAt = t.startAt;
    int startStride = t.startStride;
    FloatVector a0 = FloatVector.fromArray(SPECIES, start, startAt);
    FloatVector b0 = FloatVector.fromArray(SPECIES, start, startAt + LANES);
    FloatVector a1 = FloatVector.fromArray(SPECIES, start, startAt + startStride);
    FloatVector b1 = FloatVector.fromArray(SPECIES, start, startAt + startStride + LANES);
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
    FloatVector a7 = FloatVector.fromArray(SPECIES, start, startAt + 7 * startStride);
    FloatVector b7 = FloatVector.fromArray(SPECIES, start, startAt + 7 * startStride + LANES);
    FloatVector a8 = FloatVector.fromArray(SPECIES, start, startAt + 8 * startStride);
    FloatVector b8 = FloatVector.fromArray(SPECIES, start, startAt + 8 * startStride + LANES);
    FloatVector a9 = FloatVector.fromArray(SPECIES, start, startAt + 9 * startStride);
    FloatVector b9 = FloatVector.fromArray(SPECIES, start, startAt + 9 * startStride + LANES);
    FloatVector a10 = FloatVector.fromArray(SPECIES, start, startAt + 10 * startStride);
    FloatVector b10 = FloatVector.fromArray(SPECIES, start, startAt + 10 * startStride + LANES);
    FloatVector a11 = FloatVector.fromArray(SPECIES, start, startAt + 11 * startStride);
    FloatVector b11 = FloatVector.fromArray(SPECIES, start, startAt + 11 * startStride + LANES);
    FloatVector a12 = FloatVector.fromArray(SPECIES, start, startAt + 12 * startStride);
    FloatVector b12 = FloatVector.fromArray(SPECIES, start, startAt + 12 * startStride + LANES);
    FloatVector a13 = FloatVector.fromArray(SPECIES, start, startAt + 13 * startStride);
    FloatVector b13 = FloatVector.fromArray(SPECIES, start, startAt + 13 * startStride + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector wa = FloatVector.fromArray(SPECIES, w, panelAt + k * 2 * LANES);
      FloatVector wb = FloatVector.fromArray(SPECIES, w, panelAt + k * 2 * LANES + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, in[inAt + k]);
      a0 = x0.fma(wa, a0);
      b0 = x0.fma(wb, b0);
      FloatVector x1 = FloatVector.broadcast(SPECIES, in[inAt + k + TileSums.ROW_STRIDE]);
      a1 = x1.fma(wa, a1);
      b1 = x1.fma(wb, b1);
      FloatVector x2 = FloatVector.broadcast(SPECIES, in[inAt + k + 2 * TileSums.ROW_STRIDE]);
      a2 = x2.fma(wa, a2);
      b2 = x2.fma(wb, b2);
      FloatVector x3 = FloatVector.broadcast(SPECIES, in[inAt + k + 3 * TileSums.ROW_STRIDE]);
      a3 = x3.fma(wa, a3);
      b3 = x3.fma(wb, b3);
      FloatVector x4 = FloatVector.broadcast(SPECIES, in[inAt + k + 4 * TileSums.ROW_STRIDE]);
      a4 = x4.fma(wa, a4);
      b4 = x4.fma(wb, b4);
      FloatVector x5 = FloatVector.broadcast(SPECIES, in[inAt + k + 5 * TileSums.ROW_STRIDE]);
      a5 = x5.fma(wa, a5);
      b5 = x5.fma(wb, b5);
      FloatVector x6 = FloatVector.broadcast(SPECIES, in[inAt + k + 6 * TileSums.ROW_STRIDE]);
      a6 = x6.fma(wa, a6);
      b6 = x6.fma(wb, b6);
      FloatVector x7 = FloatVector.broadcast(SPECIES, in[inAt + k + 7 * TileSums.ROW_STRIDE]);
      a7 = x7.fma(wa, a7);
      b7 = x7.fma(wb, b7);
      FloatVector x8 = FloatVector.broadcast(SPECIES, in[inAt + k + 8 * TileSums.ROW_STRIDE]);
      a8 = x8.fma(wa, a8);
      b8 = x8.fma(wb, b8);
      FloatVector x9 = FloatVector.broadcast(SPECIES, in[inAt + k + 9 * TileSums.ROW_STRIDE]);
      a9 = x9.fma(wa, a9);
      b9 = x9.fma(wb, b9);
      FloatVector x10 = FloatVector.broadcast(SPECIES, in[inAt + k + 10 * TileSums.ROW_STRIDE]);
      a10 = x10.fma(wa, a10);
      b10 = x10.fma(wb, b10);
      FloatVector x11 = FloatVector.broadcast(SPECIES, in[inAt + k + 11 * TileSums.ROW_STRIDE]);
      a11 = x11.fma(wa, a11);
      b11 = x11.fma(wb, b11);
      FloatVector x12 = FloatVector.broadcast(SPECIES, in[inAt + k + 12 * TileSums.ROW_STRIDE]);
      a12 = x12.fma(wa, a12);
      b12 = x12.fma(wb, b12);
      FloatVector x13 = FloatVector.broadcast(SPECIES, in[inAt + k + 13 * TileSums.ROW_STRIDE]);
      a13 = x13.fma(wa, a13);
      b13 = x13.fma(wb, b13);
    }
    float[] out = t.out;
    int outAt = t.outAt;
    int outStride = t.outStride;
    a0.intoArray(out, outAt);
    b0.intoArray(out, outAt + LANES);
    a1.intoArray(out, outAt + outStride);
    b1.intoArray(out, outAt + outStride + LANES);
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
    a7.intoArray(out, outAt + 7 * outStride);
    b7.intoArray(out, outAt + 7 * outStride + LANES);
    a8.intoArray(out, outAt + 8 * outStride);
    b8.intoArray(out, outAt + 8 * outStride + LANES);
    a9.intoArray(out, outAt + 9 * outStride);
    b9.intoArray(out, outAt + 9 * outStride + LANES);
    a10.intoArray(out, outAt + 10 * outStride);
    b10.intoArray(out, outAt + 10 * outStride + LANES);
    a11.intoArray(out, outAt + 11 * outStride);
    b11.intoArray(out, outAt + 11 * outStride + LANES);
    a12.intoArray(out, outAt + 12 * outStride);
    b12.intoArray(out, outAt + 12 * outStride + LANES);
    a13.intoArray(out, outAt + 13 * outStride);
    b13.intoArray(out, outAt + 13 * outStride + LANES);
  }

  private static void sums8(Tile t) {
    if (t.depth < 0) {
      return;
    }
    float[] in = t.in;
    int inAt = t.inAt;
    float[] w = t.weights;
    int panelAt = t.panelAt;
    int depth = t.depth;
    float[] start = t.start;
    int startAt = t.startAt;
    int startStride = t.startStride;
    FloatVector a0 = FloatVector.fromArray(SPECIES, start, startAt);
    FloatVector b0 = FloatVector.fromArray(SPECIES, start, startAt + LANES);
    FloatVector a1 = FloatVector.fromArray(SPECIES, start, startAt + startStride);
    FloatVector b1 = FloatVector.fromArray(SPECIES, start, startAt + startStride + LANES);
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
    FloatVector a7 = FloatVector.fromArray(SPECIES, start, startAt + 7 * startStride);
    FloatVector b7 = FloatVector.fromArray(SPECIES, start, startAt + 7 * startStride + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector wa = FloatVector.fromArray(SPECIES, w, panelAt + k * 2 * LANES);
      FloatVector wb = FloatVector.fromArray(SPECIES, w, panelAt + k * 2 * LANES + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, in[inAt + k]);
      a0 = x0.fma(wa, a0);
      b0 = x0.fma(wb, b0);
      FloatVector x1 = FloatVector.broadcast(SPECIES, in[inAt + k + TileSums.ROW_STRIDE]);
      a1 = x1.fma(wa, a1);
      b1 = x1.fma(wb, b1);
      FloatVector x2 = FloatVector.broadcast(SPECIES, in[inAt + k + 2 * TileSums.ROW_STRIDE]);
      a2 = x2.fma(wa, a2);
      b2 = x2.fma(wb, b2);
      FloatVector x3 = FloatVector.broadcast(SPECIES, in[inAt + k + 3 * TileSums.ROW_STRIDE]);
      a3 = x3.fma(wa, a3);
      b3 = x3.fma(wb, b3);
      FloatVector x4 = FloatVector.broadcast(SPECIES, in[inAt + k + 4 * TileSums.ROW_STRIDE]);
      a4 = x4.fma(wa, a4);
      b4 = x4.fma(wb, b4);
      FloatVector x5 = FloatVector.broadcast(SPECIES, in[inAt + k + 5 * TileSums.ROW_STRIDE]);
      a5 = x5.fma(wa, a5);
      b5 = x5.fma(wb, b5);
      FloatVector x6 = FloatVector.broadcast(SPECIES, in[inAt + k + 6 * TileSums.ROW_STRIDE]);
      a6 = x6.fma(wa, a6);
      b6 = x6.fma(wb, b6);
      FloatVector x7 = FloatVector.broadcast(SPECIES, in[inAt + k + 7 * TileSums.ROW_STRIDE]);
      a7 = x7.fma(wa, a7);
      b7 = x7.fma(wb, b7);
    }
    float[] out = t.out;
    int outAt = t.outAt;
    int outStride = t.outStride;
    a0.intoArray(out, outAt);
    b0.intoArray(out, outAt + LANES);
    a1.intoArray(out, outAt + outStride);
    b1.intoArray(out, outAt + outStride + LANES);
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
    a7.intoArray(out, outAt + 7 * outStride);
    b7.intoArray(out, outAt + 7 * outStride + LANES);
  }

  private static void sums7(Tile t) {
    if (t.depth < 0) {
      return;
    }
    float[] in = t.in;
    int inAt = t.inAt;
    float[] w = t.weights;
    int panelAt = t.panelAt;
    int depth = t.depth;
    float[] start = t.start;
    int startAt = t.startAt;
    int startStride = t.startStride;
    FloatVector a0 = FloatVector.fromArray(SPECIES, start, startAt);
    FloatVector b0 = FloatVector.fromArray(SPECIES, start, startAt + LANES);
    FloatVector a1 = FloatVector.fromArray(SPECIES, start, startAt + startStride);
    FloatVector b1 = FloatVector.fromArray(SPECIES, start, startAt + startStride + LANES);
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
      FloatVector x0 = FloatVector.broadcast(SPECIES, in[inAt + k]);
      a0 = x0.fma(wa, a0);
      b0 = x0.fma(wb, b0);
      FloatVector x1 = FloatVector.broadcast(SPECIES, in[inAt + k + TileSums.ROW_STRIDE]);
      a1 = x1.fma(wa, a1);
      b1 = x1.fma(wb, b1);
      FloatVector x2 = FloatVector.broadcast(SPECIES, in[inAt + k + 2 * TileSums.ROW_STRIDE]);
      a2 = x2.fma(wa, a2);
      b2 = x2.fma(wb, b2);
      FloatVector x3 = FloatVector.broadcast(SPECIES, in[inAt + k + 3 * TileSums.ROW_STRIDE]);
      a3 = x3.fma(wa, a3);
      b3 = x3.fma(wb, b3);
      FloatVector x4 = FloatVector.broadcast(SPECIES, in[inAt + k + 4 * TileSums.ROW_STRIDE]);
      a4 = x4.fma(wa, a4);
      b4 = x4.fma(wb, b4);
      FloatVector x5 = FloatVector.broadcast(SPECIES, in[inAt + k + 5 * TileSums.ROW_STRIDE]);
      a5 = x5.fma(wa, a5);
      b5 = x5.fma(wb, b5);
      FloatVector x6 = FloatVector.broadcast(SPECIES, in[inAt + k + 6 * TileSums.ROW_STRIDE]);
      a6 = x6.fma(wa, a6);
      b6 = x6.fma(wb, b6);
    }
    float[] out = t.out;
    int outAt = t.outAt;
    int outStride = t.outStride;
    a0.intoArray(out, outAt);
    b0.intoArray(out, outAt + LANES);
    a1.intoArray(out, outAt + outStride);
    b1.intoArray(out, outAt + outStride + LANES);
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

  private static void sums6(Tile t) {
    if (t.depth < 0) {
      return;
    }
    float[] in = t.in;
    int inAt = t.inAt;
    float[] w = t.weights;
    int panelAt = t.panelAt;
    int depth = t.depth;
    float[] start = t.start;
    int startAt = t.startAt;
    int startStride = t.startStride;
    FloatVector a0 = FloatVector.fromArray(SPECIES, start, startAt);
    FloatVector b0 = FloatVector.fromArray(SPECIES, start, startAt + LANES);
    FloatVector a1 = FloatVector.fromArray(SPECIES, start, startAt + startStride);
    FloatVector b1 = FloatVector.fromArray(SPECIES, start, startAt + startStride + LANES);
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
      FloatVector x0 = FloatVector.broadcast(SPECIES, in[inAt + k]);
      a0 = x0.fma(wa, a0);
      b0 = x0.fma(wb, b0);
      FloatVector x1 = FloatVector.broadcast(SPECIES, in[inAt + k + TileSums.ROW_STRIDE]);
      a1 = x1.fma(wa, a1);
      b1 = x1.fma(wb, b1);
      FloatVector x2 = FloatVector.broadcast(SPECIES, in[inAt + k + 2 * TileSums.ROW_STRIDE]);
      a2 = x2.fma(wa, a2);
      b2 = x2.fma(wb, b2);
      FloatVector x3 = FloatVector.broadcast(SPECIES, in[inAt + k + 3 * TileSums.ROW_STRIDE]);
      a3 = x3.fma(wa, a3);
      b3 = x3.fma(wb, b3);
      FloatVector x4 = FloatVector.broadcast(SPECIES, in[inAt + k + 4 * TileSums.ROW_STRIDE]);
      a4 = x4.fma(wa, a4);
      b4 = x4.fma(wb, b4);
      FloatVector x5 = FloatVector.broadcast(SPECIES, in[inAt + k + 5 * TileSums.ROW_STRIDE]);
      a5 = x5.fma(wa, a5);
      b5 = x5.fma(wb, b5);
    }
    float[] out = t.out;
    int outAt = t.outAt;
    int outStride = t.outStride;
    a0.intoArray(out, outAt);
    b0.intoArray(out, outAt + LANES);
    a1.intoArray(out, outAt + outStride);
    b1.intoArray(out, outAt + outStride + LANES);
    a2.intoArray(out, outAt + 2 * outStride);
    b2.intoArray(out, outAt + 2 * outStride + LANES);
    a3.intoArray(out, outAt + 3 * outStride);
    b3.intoArray(out, outAt + 3 * outStride + LANES);
    a4.intoArray(out, outAt + 4 * outStride);
    b4.intoArray(out, outAt + 4 * outStride + LANES);
    a5.intoArray(out, outAt + 5 * outStride);
    b5.intoArray(out, outAt + 5 * outStride + LANES);
  }

  private static void sums4(Tile t) {
    if (t.depth < 0) {
      return;
    }
    float[] in = t.in;
    int inAt = t.inAt;
    float[] w = t.weights;
    int panelAt = t.panelAt;
    int depth = t.depth;
    float[] start = t.start;
    int startAt = t.startAt;
    int startStride = t.startStride;
    FloatVector a0 = FloatVector.fromArray(SPECIES, start, startAt);
    FloatVector b0 = FloatVector.fromArray(SPECIES, start, startAt + LANES);
    FloatVector a1 = FloatVector.fromArray(SPECIES, start, startAt + startStride);
    FloatVector b1 = FloatVector.fromArray(SPECIES, start, startAt + startStride + LANES);
    FloatVector a2 = FloatVector.fromArray(SPECIES, start, startAt + 2 * startStride);
    FloatVector b2 = FloatVector.fromArray(SPECIES, start, startAt + 2 * startStride + LANES);
    FloatVector a3 = FloatVector.fromArray(SPECIES, start, startAt + 3 * startStride);
    FloatVector b3 = FloatVector.fromArray(SPECIES, start, startAt + 3 * startStride + LANES);
    for (int k = 0; k < depth; k++) {
      FloatVector wa = FloatVector.fromArray(SPECIES, w, panelAt + k * 2 * LANES);
      FloatVector wb = FloatVector.fromArray(SPECIES, w, panelAt + k * 2 * LANES + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, in[inAt + k]);
      a0 = x0.fma(wa, a0);
      b0 = x0.fma(wb, b0);
      FloatVector x1 = FloatVector.broadcast(SPECIES, in[inAt + k + TileSums.ROW_STRIDE]);
      a1 = x1.fma(wa, a1);
      b1 = x1.fma(wb, b1);
      FloatVector x2 = FloatVector.broadcast(SPECIES, in[inAt + k + 2 * TileSums.ROW_STRIDE]);
      a2 = x2.fma(wa, a2);
      b2 = x2.fma(wb, b2);
      FloatVector x3 = FloatVector.broadcast(SPECIES, in[inAt + k + 3 * TileSums.ROW_STRIDE]);
      a3 = x3.fma(wa, a3);
      b3 = x3.fma(wb, b3);
    }
    float[] out = t.out;
    int outAt = t.outAt;
    int outStride = t.outStride;
    a0.intoArray(out, outAt);
    b0.intoArray(out, outAt + LANES);
    a1.intoArray(out, outAt + outStride);
    b1.intoArray(out, outAt + outStride + LANES);
    a2.intoArray(out, outAt + 2 * outStride);
    b2.intoArray(out, outAt + 2 * outStride + LANES);
    a3.intoArray(out, outAt + 3 * outStride);
    b3.intoArray(out, outAt + 3 * outStride + LANES);
  }

  private static void sums1(Tile t) {
    if (t.depth < 0) {
      return;
    }
    float[] in = t.in;
    int inAt = t.inAt;
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
      FloatVector x0 = FloatVector.broadcast(SPECIES, in[inAt + k]);
      a0 = x0.fma(wa, a0);
      b0 = x0.fma(wb, b0);
    }
    float[] out = t.out;
    int outAt = t.outAt;
    a0.intoArray(out, outAt);
    b0.intoArray(out, outAt + LANES);
  }
}
