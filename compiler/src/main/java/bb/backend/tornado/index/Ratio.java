package bb.backend.tornado.index;

import static bb.backend.tornado.index.IndexExpr.ZERO;

import com.palantir.javapoet.CodeBlock;
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
  public IndexExpr floor(IndexExpr x) {
    return narrow(product(x).over(over));
  }

  /** Rounded up. */
  public IndexExpr ceil(IndexExpr x) {
    return narrow(product(x).plus(over - 1).over(over));
  }

  /** What rounding down takes away: a float. */
  public CodeBlock part(IndexExpr x) {
    IndexExpr rest = product(x).modulo(over);
    return rest.equals(ZERO) ? CodeBlock.of("0f") : CodeBlock.of("$L / $Lf", rest, over);
  }

  private IndexExpr product(IndexExpr x) {
    IndexExpr product = (wide ? x.wide() : x).times(times).plus(plus);
    return plus < 0 ? product.atLeast(0) : product;
  }

  private IndexExpr narrow(IndexExpr x) {
    return wide ? x.narrow() : x;
  }
}
