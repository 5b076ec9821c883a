package bb.backend.tornado;

import java.math.BigInteger;

/**
 * A reduced fraction by which a kernel multiplies counters, exactly.
 *
 * @param over the product's divisor
 * @param wide whether products need 64 bits
 */
record Ratio(long times, long over, boolean wide) {
  /**
   * {@code times / over}.
   *
   * @param end the counters are below
   */
  static Ratio of(long times, long over, long end) {
    long common = BigInteger.valueOf(times).gcd(BigInteger.valueOf(over)).longValue();
    long reduced = times / common;
    return new Ratio(reduced, over / common, reduced * end + over > Integer.MAX_VALUE);
  }

  /** {@code x * times / over} rounded down. */
  String floor(String x) {
    return quotient(product(x));
  }

  /** {@code x * times / over} rounded up. */
  String ceil(String x) {
    return quotient(Ints.plus(product(x), over - 1));
  }

  private String product(String x) {
    return Ints.times(wide ? "(long) " + x : x, times);
  }

  private String quotient(String x) {
    String quotient = Ints.over(x, over);
    return wide ? "(int) (" + quotient + ")" : quotient;
  }
}
