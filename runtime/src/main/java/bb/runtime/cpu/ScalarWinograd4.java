package bb.runtime.cpu;

/** Transforms of 4x4 pixels in plain Java. */
final class ScalarWinograd4 implements WinogradKernels {
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
    for (int c = 0; c < length; c++) {
      float d0 = r0[at0 + c];
      float d1 = r1[at1 + c];
      float d2 = r2[at2 + c];
      float d3 = r3[at3 + c];
      float d4 = r4[at4 + c];
      float d5 = r5[at5 + c];
      float even = ScalarFunctions.fma(d2, -4f, d4);
      float odd = ScalarFunctions.fma(d1, -4f, d3);
      float evenHalf = d4 - d2;
      float oddHalf = d3 - d1;
      to[at + c] = ScalarFunctions.fma(d0, 4f, ScalarFunctions.fma(d2, -5f, d4));
      to[at + step + c] = even + odd;
      to[at + 2 * step + c] = even - odd;
      to[at + 3 * step + c] = ScalarFunctions.fma(oddHalf, 2f, evenHalf);
      to[at + 4 * step + c] = ScalarFunctions.fma(oddHalf, -2f, evenHalf);
      to[at + 5 * step + c] = ScalarFunctions.fma(d1, 4f, ScalarFunctions.fma(d3, -5f, d5));
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
    for (int square = 0; square < b.squares; square++) {
      int at = b.fromAt + square * 4 * step;
      int row = square * TileSums.ROW_STRIDE;
      for (int c = 0; c < length; c++) {
        float d0 = x[at + c];
        float d1 = x[at + step + c];
        float d2 = x[at + 2 * step + c];
        float d3 = x[at + 3 * step + c];
        float d4 = x[at + 4 * step + c];
        float d5 = x[at + 5 * step + c];
        float even = ScalarFunctions.fma(d2, -4f, d4);
        float odd = ScalarFunctions.fma(d1, -4f, d3);
        float evenHalf = d4 - d2;
        float oddHalf = d3 - d1;
        to[p0 + row + c] = ScalarFunctions.fma(d0, 4f, ScalarFunctions.fma(d2, -5f, d4));
        to[p1 + row + c] = even + odd;
        to[p2 + row + c] = even - odd;
        to[p3 + row + c] = ScalarFunctions.fma(oddHalf, 2f, evenHalf);
        to[p4 + row + c] = ScalarFunctions.fma(oddHalf, -2f, evenHalf);
        to[p5 + row + c] = ScalarFunctions.fma(d1, 4f, ScalarFunctions.fma(d3, -5f, d5));
      }
    }
  }

  @Override
  public void outputRows(Band b) {
    float[] x = b.from;
    int at = b.fromAt;
    int length = b.length;
    for (int c = 0; c < length; c++) {
      float d0 = x[at + c];
      float d1 = x[at + length + c];
      float d2 = x[at + 2 * length + c];
      float d3 = x[at + 3 * length + c];
      float d4 = x[at + 4 * length + c];
      float d5 = x[at + 5 * length + c];
      float sum = d1 + d2;
      float difference = d1 - d2;
      float farSum = d3 + d4;
      float farDifference = d3 - d4;
      x[at + c] = d0 + sum + farSum;
      x[at + length + c] = ScalarFunctions.fma(farDifference, 2f, difference);
      x[at + 2 * length + c] = ScalarFunctions.fma(farSum, 4f, sum);
      x[at + 3 * length + c] = ScalarFunctions.fma(farDifference, 8f, difference) + d5;
    }
  }

  @Override
  public void outputColumns(Band b) {
    float[] x = b.from;
    int step = b.fromStep;
    float[] to = b.to;
    int toStep = b.toStep;
    int length = b.length;
    float least = b.least;
    for (int square = 0; square < b.squares; square++) {
      int at = b.fromAt + square * length;
      int toAt = b.toAt + 4 * square * toStep;
      int width = b.width - 4 * square;
      for (int c = 0; c < length; c++) {
        float d0 = x[at + c];
        float d1 = x[at + step + c];
        float d2 = x[at + 2 * step + c];
        float d3 = x[at + 3 * step + c];
        float d4 = x[at + 4 * step + c];
        float d5 = x[at + 5 * step + c];
        float bias = b.bias[b.biasAt + c];
        float sum = d1 + d2;
        float difference = d1 - d2;
        float farSum = d3 + d4;
        float farDifference = d3 - d4;
        to[toAt + c] = Math.max(d0 + sum + farSum + bias, least);
        if (width > 1) {
          float y1 = ScalarFunctions.fma(farDifference, 2f, difference);
          to[toAt + toStep + c] = Math.max(y1 + bias, least);
        }
        if (width > 2) {
          float y2 = ScalarFunctions.fma(farSum, 4f, sum);
          to[toAt + 2 * toStep + c] = Math.max(y2 + bias, least);
        }
        if (width > 3) {
          float y3 = ScalarFunctions.fma(farDifference, 8f, difference) + d5;
          to[toAt + 3 * toStep + c] = Math.max(y3 + bias, least);
        }
      }
    }
  }
}
