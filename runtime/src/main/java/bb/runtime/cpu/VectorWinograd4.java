package bb.runtime.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Transforms of 4x4 pixels in vectors of channels. */
final class VectorWinograd4 implements WinogradKernels {
  private static final VectorSpecies<Float> SPECIES = Species.FLOATS;
  private static final int LANES = SPECIES.length();

  @Override
  public void inputRows(Band b) {
    float[] r0 = b.row[0];
    float[] r1 = b.row[1];
    float[] r2 = b.row[2];
    float[] r3 = b.row[3];
    float[] r4 = b.row[4];
    float[] r5 = b.row[5];
    int at0 = b.rowAt[0];
    int at1 = b.rowAt[1];
    int at2 = b.rowAt[2];
    int at3 = b.rowAt[3];
    int at4 = b.rowAt[4];
    int at5 = b.rowAt[5];
    float[] to = b.to;
    int at = b.toAt;
    int step = b.toStep;
    int length = b.length;
    FloatVector two = FloatVector.broadcast(SPECIES, 2f);
    FloatVector four = FloatVector.broadcast(SPECIES, 4f);
    FloatVector minusTwo = FloatVector.broadcast(SPECIES, -2f);
    FloatVector minusFour = FloatVector.broadcast(SPECIES, -4f);
    FloatVector minusFive = FloatVector.broadcast(SPECIES, -5f);
    for (int c = 0; c < length; c += LANES) {
      FloatVector d0 = FloatVector.fromArray(SPECIES, r0, at0 + c);
      FloatVector d1 = FloatVector.fromArray(SPECIES, r1, at1 + c);
      FloatVector d2 = FloatVector.fromArray(SPECIES, r2, at2 + c);
      FloatVector d3 = FloatVector.fromArray(SPECIES, r3, at3 + c);
      FloatVector d4 = FloatVector.fromArray(SPECIES, r4, at4 + c);
      FloatVector d5 = FloatVector.fromArray(SPECIES, r5, at5 + c);
      FloatVector even = d2.fma(minusFour, d4);
      FloatVector odd = d1.fma(minusFour, d3);
      FloatVector evenHalf = d4.sub(d2);
      FloatVector oddHalf = d3.sub(d1);
      d0.fma(four, d2.fma(minusFive, d4)).intoArray(to, at + c);
      even.add(odd).intoArray(to, at + step + c);
      even.sub(odd).intoArray(to, at + 2 * step + c);
      oddHalf.fma(two, evenHalf).intoArray(to, at + 3 * step + c);
      oddHalf.fma(minusTwo, evenHalf).intoArray(to, at + 4 * step + c);
      d1.fma(four, d3.fma(minusFive, d5)).intoArray(to, at + 5 * step + c);
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
    int p4 = b.place[4];
    int p5 = b.place[5];
    int length = b.length;
    FloatVector two = FloatVector.broadcast(SPECIES, 2f);
    FloatVector four = FloatVector.broadcast(SPECIES, 4f);
    FloatVector minusTwo = FloatVector.broadcast(SPECIES, -2f);
    FloatVector minusFour = FloatVector.broadcast(SPECIES, -4f);
    FloatVector minusFive = FloatVector.broadcast(SPECIES, -5f);
    for (int square = 0; square < b.squares; square++) {
      int at = b.fromAt + square * 4 * step;
      int row = square * TileSums.ROW_STRIDE;
      for (int c = 0; c < length; c += LANES) {
        FloatVector d0 = FloatVector.fromArray(SPECIES, x, at + c);
        FloatVector d1 = FloatVector.fromArray(SPECIES, x, at + step + c);
        FloatVector d2 = FloatVector.fromArray(SPECIES, x, at + 2 * step + c);
        FloatVector d3 = FloatVector.fromArray(SPECIES, x, at + 3 * step + c);
        FloatVector d4 = FloatVector.fromArray(SPECIES, x, at + 4 * step + c);
        FloatVector d5 = FloatVector.fromArray(SPECIES, x, at + 5 * step + c);
        FloatVector even = d2.fma(minusFour, d4);
        FloatVector odd = d1.fma(minusFour, d3);
        FloatVector evenHalf = d4.sub(d2);
        FloatVector oddHalf = d3.sub(d1);
        d0.fma(four, d2.fma(minusFive, d4)).intoArray(to, p0 + row + c);
        even.add(odd).intoArray(to, p1 + row + c);
        even.sub(odd).intoArray(to, p2 + row + c);
        oddHalf.fma(two, evenHalf).intoArray(to, p3 + row + c);
        oddHalf.fma(minusTwo, evenHalf).intoArray(to, p4 + row + c);
        d1.fma(four, d3.fma(minusFive, d5)).intoArray(to, p5 + row + c);
      }
    }
  }

  @Override
  public void outputRows(Band b) {
    float[] x = b.from;
    int at = b.fromAt;
    int length = b.length;
    FloatVector two = FloatVector.broadcast(SPECIES, 2f);
    FloatVector four = FloatVector.broadcast(SPECIES, 4f);
    FloatVector eight = FloatVector.broadcast(SPECIES, 8f);
    for (int c = 0; c < length; c += LANES) {
      FloatVector d0 = FloatVector.fromArray(SPECIES, x, at + c);
      FloatVector d1 = FloatVector.fromArray(SPECIES, x, at + length + c);
      FloatVector d2 = FloatVector.fromArray(SPECIES, x, at + 2 * length + c);
      FloatVector d3 = FloatVector.fromArray(SPECIES, x, at + 3 * length + c);
      FloatVector d4 = FloatVector.fromArray(SPECIES, x, at + 4 * length + c);
      FloatVector d5 = FloatVector.fromArray(SPECIES, x, at + 5 * length + c);
      FloatVector sum = d1.add(d2);
      FloatVector difference = d1.sub(d2);
      FloatVector farSum = d3.add(d4);
      FloatVector farDifference = d3.sub(d4);
      d0.add(sum).add(farSum).intoArray(x, at + c);
      farDifference.fma(two, difference).intoArray(x, at + length + c);
      farSum.fma(four, sum).intoArray(x, at + 2 * length + c);
      farDifference.fma(eight, difference).add(d5).intoArray(x, at + 3 * length + c);
    }
  }

  @Override
  public void outputColumns(Band b) {
    float[] x = b.from;
    int step = b.fromStep;
    float[] to = b.to;
    int toStep = b.toStep;
    int length = b.length;
    FloatVector two = FloatVector.broadcast(SPECIES, 2f);
    FloatVector four = FloatVector.broadcast(SPECIES, 4f);
    FloatVector eight = FloatVector.broadcast(SPECIES, 8f);
    FloatVector least = FloatVector.broadcast(SPECIES, b.least);
    for (int square = 0; square < b.squares; square++) {
      int at = b.fromAt + square * length;
      int toAt = b.toAt + 4 * square * toStep;
      int width = b.width - 4 * square;
      for (int c = 0; c < length; c += LANES) {
        FloatVector d0 = FloatVector.fromArray(SPECIES, x, at + c);
        FloatVector d1 = FloatVector.fromArray(SPECIES, x, at + step + c);
        FloatVector d2 = FloatVector.fromArray(SPECIES, x, at + 2 * step + c);
        FloatVector d3 = FloatVector.fromArray(SPECIES, x, at + 3 * step + c);
        FloatVector d4 = FloatVector.fromArray(SPECIES, x, at + 4 * step + c);
        FloatVector d5 = FloatVector.fromArray(SPECIES, x, at + 5 * step + c);
        FloatVector bias = FloatVector.fromArray(SPECIES, b.bias, b.biasAt + c);
        FloatVector sum = d1.add(d2);
        FloatVector difference = d1.sub(d2);
        FloatVector farSum = d3.add(d4);
        FloatVector farDifference = d3.sub(d4);
        d0.add(sum).add(farSum).add(bias).max(least).intoArray(to, toAt + c);
        if (width > 1) {
          FloatVector y1 = farDifference.fma(two, difference);
          y1.add(bias).max(least).intoArray(to, toAt + toStep + c);
        }
        if (width > 2) {
          FloatVector y2 = farSum.fma(four, sum);
          y2.add(bias).max(least).intoArray(to, toAt + 2 * toStep + c);
        }
        if (width > 3) {
          FloatVector y3 = farDifference.fma(eight, difference).add(d5);
          y3.add(bias).max(least).intoArray(to, toAt + 3 * toStep + c);
        }
      }
    }
  }
}
