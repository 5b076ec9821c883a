package bb.kernel;

import java.util.Arrays;

/** The numbers of a constant tensor, as the engines hold them; equal ones are equal to the bit. */
public final class Numbers {
  /** The largest whole number up to which all are exact. */
  public static final long MAX_WHOLE = 1L << 24;

  /** How many a constant may have: an expression of the source is evaluated for each. */
  public static final int MOST = 1 << 20;

  private final float[] values;
  private final long digest;

  private Numbers(float[] values) {
    this.values = values;
    long mixed = values.length;
    for (float value : values) {
      mixed = (mixed ^ Float.floatToRawIntBits(value)) * 0x9E3779B97F4A7C15L;
      mixed ^= mixed >>> 29;
    }
    this.digest = mixed;
  }

  public static Numbers of(float... values) {
    return new Numbers(values.clone());
  }

  public int size() {
    return values.length;
  }

  public float get(int index) {
    return values[index];
  }

  public float[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Numbers numbers
        && digest == numbers.digest
        && Arrays.equals(values, numbers.values);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(digest);
  }

  /** A few as they are, more as a checksum of all. */
  @Override
  public String toString() {
    return values.length <= 4 ? Arrays.toString(values) : "#%016x".formatted(digest);
  }
}
