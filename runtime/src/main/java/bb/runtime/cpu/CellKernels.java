package bb.runtime.cpu;

/**
 * What a recurrent cell makes of its gates: a vector and a scalar form, which give the same bits.
 * Stateless.
 */
sealed interface CellKernels permits VectorCells, ScalarCells {

  /** What the sums of the gates begin with: {@code scratch[to] = arena[x] + weights[bias]}. */
  void add(float[] arena, int x, float[] weights, int bias, float[] scratch, int to, int length);

  /** The gates i, f, g, o become {@code c = f * c + i * g}, {@code out = o * tanh(c)}. */
  void lstm(Row row);

  /** The gates r, z, n become {@code n = tanh(r * n + x)}, {@code out = z * (before - n) + n}. */
  void gru(Row row);

  /** {@code out = tanh(gate)}. */
  void tanh(Row row);

  /** The larger of 0 and the gate. */
  void relu(Row row);

  /** The numbers of one token of one example. One object per worker. */
  final class Row {
    /** Units of the cell. */
    int hidden;

    /** The gates' sums, {@code hidden} of each. */
    float[] scratch;

    int gatesAt;
    int cellAt;

    /** Room for {@code hidden} floats. */
    int roomAt;

    /** What gate n gets from the token. */
    float[] x;

    int xAt;

    /** The hidden state before, in scratch memory, as what follows. */
    int beforeAt;

    int outAt;
  }
}
