package bb.runtime.cpu;

import java.util.Arrays;

/**
 * A sum of many floats in an order that depends neither on the length of a vector nor on whether
 * there are vectors: float i is added to part {@code i % COUNT}, and then the parts in pairs. One
 * object per worker.
 */
final class Parts {
  /** As many as the longest vector has lanes. */
  static final int COUNT = 16;

  final float[] sums = new float[COUNT];

  void clear() {
    Arrays.fill(sums, 0);
  }

  /** The sum of the parts, which are no longer there afterwards. */
  float total() {
    for (int half = COUNT / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        sums[i] += sums[i + half];
      }
    }
    return sums[0];
  }

  /** How many of {@code length} floats make whole rounds of the parts. */
  static int rounds(int length) {
    return length / COUNT * COUNT;
  }
}
