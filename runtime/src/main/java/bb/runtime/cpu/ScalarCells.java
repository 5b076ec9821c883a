package bb.runtime.cpu;

/** Recurrent cells in plain Java. */
final class ScalarCells implements CellKernels {
  @Override
  public void add(
      float[] arena, int x, float[] weights, int bias, float[] scratch, int to, int length) {
    for (int i = 0; i < length; i++) {
      scratch[to + i] = arena[x + i] + weights[bias + i];
    }
  }

  @Override
  public void lstm(Row row) {
    float[] s = row.scratch;
    int hidden = row.hidden;
    sigmoid(s, row.gatesAt, 2 * hidden);
    tanh(s, row.gatesAt + 2 * hidden, hidden);
    sigmoid(s, row.gatesAt + 3 * hidden, hidden);
    keepFrom(0, row);
    tanh(s, row.roomAt, hidden);
    giveFrom(0, row);
  }

  @Override
  public void gru(Row row) {
    float[] s = row.scratch;
    int hidden = row.hidden;
    sigmoid(s, row.gatesAt, 2 * hidden);
    weighFrom(0, row);
    tanh(s, row.gatesAt + 2 * hidden, hidden);
    mixFrom(0, row);
  }

  @Override
  public void tanh(Row row) {
    tanh(row.scratch, row.gatesAt, row.hidden);
    System.arraycopy(row.scratch, row.gatesAt, row.scratch, row.outAt, row.hidden);
  }

  @Override
  public void relu(Row row) {
    for (int i = 0; i < row.hidden; i++) {
      row.scratch[row.outAt + i] = Math.max(0f, row.scratch[row.gatesAt + i]);
    }
  }

  /** The next cell state of the units from {@code first}, also into the room. */
  static void keepFrom(int first, Row row) {
    float[] s = row.scratch;
    for (int i = first; i < row.hidden; i++) {
      int at = row.gatesAt + i;
      float fresh = s[at] * s[at + 2 * row.hidden];
      float cell = ScalarFunctions.fma(s[at + row.hidden], s[row.cellAt + i], fresh);
      s[row.cellAt + i] = cell;
      s[row.roomAt + i] = cell;
    }
  }

  static void giveFrom(int first, Row row) {
    for (int i = first; i < row.hidden; i++) {
      row.scratch[row.outAt + i] =
          row.scratch[row.gatesAt + 3 * row.hidden + i] * row.scratch[row.roomAt + i];
    }
  }

  /** What n is the tanh of. */
  static void weighFrom(int first, Row row) {
    float[] s = row.scratch;
    for (int i = first; i < row.hidden; i++) {
      int at = row.gatesAt + i;
      int n = at + 2 * row.hidden;
      s[n] = ScalarFunctions.fma(s[at], s[n], row.x[row.xAt + i]);
    }
  }

  static void mixFrom(int first, Row row) {
    for (int i = first; i < row.hidden; i++) {
      float z = row.scratch[row.gatesAt + row.hidden + i];
      float n = row.scratch[row.gatesAt + 2 * row.hidden + i];
      row.scratch[row.outAt + i] = ScalarFunctions.fma(z, row.scratch[row.beforeAt + i] - n, n);
    }
  }

  private static void sigmoid(float[] x, int at, int length) {
    for (int i = at; i < at + length; i++) {
      x[i] = ScalarFunctions.sigmoid(x[i]);
    }
  }

  private static void tanh(float[] x, int at, int length) {
    for (int i = at; i < at + length; i++) {
      x[i] = ScalarFunctions.tanh(x[i]);
    }
  }
}
