package bb.runtime.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Recurrent cells in the Vector API. */
final class VectorCells implements CellKernels {
  private static final VectorSpecies<Float> SPECIES = Species.FLOATS;
  private static final int LANES = SPECIES.length();

  @Override
  public void add(
      float[] arena, int x, float[] weights, int bias, float[] scratch, int to, int length) {
    int end = SPECIES.loopBound(length);
    for (int i = 0; i < end; i += LANES) {
      FloatVector.fromArray(SPECIES, arena, x + i)
          .add(FloatVector.fromArray(SPECIES, weights, bias + i))
          .intoArray(scratch, to + i);
    }
    for (int i = end; i < length; i++) {
      scratch[to + i] = arena[x + i] + weights[bias + i];
    }
  }

  @Override
  public void lstm(Row row) {
    float[] s = row.scratch;
    int hidden = row.hidden;
    VectorFunctions.sigmoid(s, row.gatesAt, 2 * hidden);
    VectorFunctions.tanh(s, row.gatesAt + 2 * hidden, hidden);
    VectorFunctions.sigmoid(s, row.gatesAt + 3 * hidden, hidden);
    keep(row);
    VectorFunctions.tanh(s, row.roomAt, hidden);
    give(row);
  }

  private static void keep(Row row) {
    float[] s = row.scratch;
    int hidden = row.hidden;
    int end = SPECIES.loopBound(hidden);
    for (int i = 0; i < end; i += LANES) {
      int at = row.gatesAt + i;
      FloatVector fresh =
          FloatVector.fromArray(SPECIES, s, at)
              .mul(FloatVector.fromArray(SPECIES, s, at + 2 * hidden));
      FloatVector cell =
          FloatVector.fromArray(SPECIES, s, at + hidden)
              .fma(FloatVector.fromArray(SPECIES, s, row.cellAt + i), fresh);
      cell.intoArray(s, row.cellAt + i);
      cell.intoArray(s, row.roomAt + i);
    }
    ScalarCells.keepFrom(end, row);
  }

  private static void give(Row row) {
    float[] s = row.scratch;
    int gate = row.gatesAt + 3 * row.hidden;
    int end = SPECIES.loopBound(row.hidden);
    for (int i = 0; i < end; i += LANES) {
      FloatVector.fromArray(SPECIES, s, gate + i)
          .mul(FloatVector.fromArray(SPECIES, s, row.roomAt + i))
          .intoArray(s, row.outAt + i);
    }
    ScalarCells.giveFrom(end, row);
  }

  @Override
  public void gru(Row row) {
    float[] s = row.scratch;
    int hidden = row.hidden;
    VectorFunctions.sigmoid(s, row.gatesAt, 2 * hidden);
    weigh(row);
    VectorFunctions.tanh(s, row.gatesAt + 2 * hidden, hidden);
    mix(row);
  }

  private static void weigh(Row row) {
    float[] s = row.scratch;
    int end = SPECIES.loopBound(row.hidden);
    for (int i = 0; i < end; i += LANES) {
      int at = row.gatesAt + i;
      int n = at + 2 * row.hidden;
      FloatVector.fromArray(SPECIES, s, at)
          .fma(
              FloatVector.fromArray(SPECIES, s, n),
              FloatVector.fromArray(SPECIES, row.x, row.xAt + i))
          .intoArray(s, n);
    }
    ScalarCells.weighFrom(end, row);
  }

  private static void mix(Row row) {
    float[] s = row.scratch;
    int end = SPECIES.loopBound(row.hidden);
    for (int i = 0; i < end; i += LANES) {
      FloatVector z = FloatVector.fromArray(SPECIES, s, row.gatesAt + row.hidden + i);
      FloatVector n = FloatVector.fromArray(SPECIES, s, row.gatesAt + 2 * row.hidden + i);
      FloatVector before = FloatVector.fromArray(SPECIES, s, row.beforeAt + i);
      z.fma(before.sub(n), n).intoArray(s, row.outAt + i);
    }
    ScalarCells.mixFrom(end, row);
  }

  @Override
  public void tanh(Row row) {
    VectorFunctions.tanh(row.scratch, row.gatesAt, row.hidden);
    System.arraycopy(row.scratch, row.gatesAt, row.scratch, row.outAt, row.hidden);
  }

  @Override
  public void relu(Row row) {
    for (int i = 0; i < row.hidden; i++) {
      row.scratch[row.outAt + i] = Math.max(0f, row.scratch[row.gatesAt + i]);
    }
  }
}
