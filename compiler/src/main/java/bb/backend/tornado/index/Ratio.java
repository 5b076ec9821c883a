package bb.backend.tornado.index;

import java.math.BigInteger;

/**
 * A position {@code (x * times + plus) / over} for a counter x, exactly; 0 if it is negative. The
 * fraction is reduced.
 *
 * @param wide whether products need 64 bits
 */
public record Ratio(long times, long plus, long over, boolean wide) {
  /**
   * Reduces the fraction.
   *
   * @param end the counters are below
   */
  public static Ratio of(long times, long plus, long over, long end) {
    BigInteger divisor = BigInteger.valueOf(times).gcd(BigInteger.valueOf(plus));
    long common = divisor.gcd(BigInteger.valueOf(over)).longValue();
    long reduced = times / common;
    boolean wide = reduced * end + Math.abs(plus) + over > Integer.MAX_VALUE;
    return new Ratio(reduced, plus / common, over / common, wide);
  }

  /** Rounded down. */
  public String floor(String x) {
    return narrow(Ints.over(product(x), over));
  }

  /** Rounded up. */
  public String ceil(String x) {
    return narrow(Ints.over(Ints.plus(product(x), over - 1), over));
  }

  /** What rounding down takes away: a float. */
  public String part(String x) {
    String rest = Ints.modulo(product(x), over);
    return rest.equals("0") ? "0f" : rest + " / " + over + "f";
  }

  private String product(String x) {
    String product = Ints.plus(Ints.times(wide ? "(long) " + x : x, times), plus);
    return plus < 0 ? "Math.max(" + product + ", 0)" : product;
  }

  private String narrow(String x) {
    return wide ? "(int) (" + x + ")" : x;
  }
}
