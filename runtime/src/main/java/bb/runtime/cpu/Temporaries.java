package bb.runtime.cpu;

import java.util.Arrays;

/**
 * Where a vector kernel keeps what is between the functions of its expression, as each of them is a
 * loop of its own: see {@link VectorFunctions}.
 */
public final class Temporaries {
  /** Floats in one: several stay in the first cache; no less than {@link Tile#MAX_FLOATS}. */
  public static final int LENGTH = 1024;

  private float[][] arrays = {};

  /** Array {@code number}, for the length of a call. */
  public float[] get(int number) {
    if (arrays.length <= number) {
      int known = arrays.length;
      arrays = Arrays.copyOf(arrays, number + 1);
      Arrays.setAll(arrays, i -> i < known ? arrays[i] : new float[LENGTH]);
    }
    return arrays[number];
  }
}
