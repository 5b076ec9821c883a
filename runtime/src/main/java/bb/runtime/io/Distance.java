package bb.runtime.io;

/** How far apart two answers are. */
public final class Distance {
  /** Of an answer that is all but nothing, what differs is not made endless. */
  private static final double LEAST_LENGTH = 1e-6;

  private Distance() {}

  /**
   * The relative L2 distance: |found - expected| / |expected|, of the elements that are finite. The
   * same infinity, or no number, in both is no difference. Infinite where one alone has such an
   * element, and where they have different numbers of elements.
   */
  public static double relative(float[] expected, float[] found) {
    if (expected.length != found.length) {
      return Double.POSITIVE_INFINITY;
    }
    double difference = 0;
    double length = 0;
    for (int i = 0; i < expected.length; i++) {
      if (Float.isFinite(expected[i]) && Float.isFinite(found[i])) {
        double d = (double) found[i] - expected[i];
        difference += d * d;
        length += (double) expected[i] * expected[i];
      } else if (Float.compare(expected[i], found[i]) != 0) {
        return Double.POSITIVE_INFINITY;
      }
    }
    return Math.sqrt(difference) / Math.max(Math.sqrt(length), LEAST_LENGTH);
  }
}
