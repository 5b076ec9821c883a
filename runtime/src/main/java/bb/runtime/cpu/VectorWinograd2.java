package bb.runtime.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Transforms of 2x2 pixels in vectors of channels. */
final class VectorWinograd2 implements WinogradKernels {
  private static final VectorSpecies<Float> SPECIES = Species.FLOATS;
  private static final int LANES = SPECIES.length();

  @Override
  public void inputRows(Band b) {
    float[] r0 = b.row[0];
    float[] r1 = b.row[1];
    float[] r2 = b.row[2];
    float[] r3 = b.row[3];
    int at0 = b.rowAt[0];
    int at1 = b.rowAt[1];
    int at2 = b.rowAt[2];
    int at3 = b.rowAt[3];
    float[] to = b.to;
    int at = b.toAt;
    int step = b.toStep;
    int length = b.length;
    for (int c = 0; c < length; c += LANES) {
      FloatVector d0 = FloatVector.fromArray(SPECIES, r0, at0 + c);
      FloatVector d1 = FloatVector.fromArray(SPECIES, r1, at1 + c);
      FloatVector d2 = FloatVector.fromArray(SPECIES, r2, at2 + c);
      FloatVector d3 = FloatVector.fromArray(SPECIES, r3, at3 + c);
      d0.sub(d2).intoArray(to, at + c);
      d1.add(d2).intoArray(to, at + step + c);
      d2.sub(d1).intoArray(to, at + 2 * step + c);
      d1.sub(d3).intoArray(to, at + 3 * step + c);
    }
  }

  @Override
  public void inputColumns(Band b) {
    float[] x = b.from;
    int step = b.fromStep;
    float[] to = b.to;
    int p0 = b.place[0];
    int p1 = b.place[1];
    int p2 = b.place[2];
    int p3 = b.place[3];
    int length = b.length;
    for (int square = 0; square < b.squares; square++) {
      int at = b.fromAt + square * 2 * step;
      int row = square * TileSums.ROW_STRIDE;
      for (int c = 0; c < length; c += LANES) {
        FloatVector d0 = FloatVector.fromArray(SPECIES, x, at + c);
        FloatVector d1 = FloatVector.fromArray(SPECIES, x, at + step + c);
        FloatVector d2 = FloatVector.fromArray(SPECIES, x, at + 2 * step + c);
        FloatVector d3 = FloatVector.fromArray(SPECIES, x, at + 3 * step + c);
        d0.sub(d2).intoArray(to, p0 + row + c);
        d1.add(d2).intoArray(to, p1 + row + c);
        d2.sub(d1).intoArray(to, p2 + row + c);
        d1.sub(d3).intoArray(to, p3 + row + c);
      }
    }
  }

  @Override
  public void outputRows(Band b) {
    float[] x = b.from;
    int at = b.fromAt;
    int length = b.length;
    for (int c = 0; c < length; c += LANES) {
      FloatVector d0 = FloatVector.fromArray(SPECIES, x, at + c);
      FloatVector d1 = FloatVector.fromArray(SPECIES, x, at + length + c);
      FloatVector d2 = FloatVector.fromArray(SPECIES, x, at + 2 * length + c);
      FloatVector d3 = FloatVector.fromArray(SPECIES, x, at + 3 * length + c);
      d0.add(d1).add(d2).intoArray(x, at + c);
      d1.sub(d2).sub(d3).intoArray(x, at + length + c);
    }
  }

  @Override
  public void outputColumns(Band b) {
    float[] x = b.from;
    int step = b.fromStep;
    float[] to = b.to;
    int toStep = b.toStep;
    int length = b.length;
    FloatVector least = FloatVector.broadcast(SPECIES, b.least);
    for (int square = 0; square < b.squares; square++) {
      int at = b.fromAt + square * length;
      int toAt = b.toAt + 2 * square * toStep;
      boolean whole = 2 * square + 1 < b.width;
      for (int c = 0; c < length; c += LANES) {
        FloatVector d0 = FloatVector.fromArray(SPECIES, x, at + c);
        FloatVector d1 = FloatVector.fromArray(SPECIES, x, at + step + c);
        FloatVector d2 = FloatVector.fromArray(SPECIES, x, at + 2 * step + c);
        FloatVector d3 = FloatVector.fromArray(SPECIES, x, at + 3 * step + c);
        FloatVector bias = FloatVector.fromArray(SPECIES, b.bias, b.biasAt + c);
        d0.add(d1).add(d2).add(bias).max(least).intoArray(to, toAt + c);
        if (whole) {
          d1.sub(d2).sub(d3).add(bias).max(least).intoArray(to, toAt + toStep + c);
        }
      }
    }
  }
}
