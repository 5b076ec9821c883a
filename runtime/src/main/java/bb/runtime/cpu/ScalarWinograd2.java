package bb.runtime.cpu;

/** Transforms of 2x2 pixels in plain Java. */
final class ScalarWinograd2 implements WinogradKernels {
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
    for (int c = 0; c < length; c++) {
      float d0 = r0[at0 + c];
      float d1 = r1[at1 + c];
      float d2 = r2[at2 + c];
      float d3 = r3[at3 + c];
      to[at + c] = d0 - d2;
      to[at + step + c] = d1 + d2;
      to[at + 2 * step + c] = d2 - d1;
      to[at + 3 * step + c] = d1 - d3;
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
      for (int c = 0; c < length; c++) {
        float d0 = x[at + c];
        float d1 = x[at + step + c];
        float d2 = x[at + 2 * step + c];
        float d3 = x[at + 3 * step + c];
        to[p0 + row + c] = d0 - d2;
        to[p1 + row + c] = d1 + d2;
        to[p2 + row + c] = d2 - d1;
        to[p3 + row + c] = d1 - d3;
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
      x[at + c] = d0 + d1 + d2;
      x[at + length + c] = d1 - d2 - d3;
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
      int toAt = b.toAt + 2 * square * toStep;
      boolean whole = 2 * square + 1 < b.width;
      for (int c = 0; c < length; c++) {
        float d0 = x[at + c];
        float d1 = x[at + step + c];
        float d2 = x[at + 2 * step + c];
        float d3 = x[at + 3 * step + c];
        float bias = b.bias[b.biasAt + c];
        to[toAt + c] = Math.max(d0 + d1 + d2 + bias, least);
        if (whole) {
          to[toAt + toStep + c] = Math.max(d1 - d2 - d3 + bias, least);
        }
      }
    }
  }
}
