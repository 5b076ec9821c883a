package bb.field;

/** An exact fraction in lowest terms; a result that does not fit 64 bits is an exception. */
public record Ratio(long numerator, long denominator) implements Comparable<Ratio> {
  public static final Ratio ZERO = of(0);
  public static final Ratio ONE = of(1);

  public Ratio {
    if (denominator <= 0) {
      throw new IllegalArgumentException("not a denominator: " + denominator);
    }
    long divisor = gcd(Math.absExact(numerator), denominator);
    numerator /= divisor;
    denominator /= divisor;
  }

  static Ratio of(long number) {
    return new Ratio(number, 1);
  }

  static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  Ratio plus(Ratio other) {
    return new Ratio(
        Math.addExact(
            Math.multiplyExact(numerator, other.denominator),
            Math.multiplyExact(other.numerator, denominator)),
        Math.multiplyExact(denominator, other.denominator));
  }

  Ratio minus(Ratio other) {
    return plus(new Ratio(-other.numerator, other.denominator));
  }

  Ratio times(Ratio other) {
    return new Ratio(
        Math.multiplyExact(numerator, other.numerator),
        Math.multiplyExact(denominator, other.denominator));
  }

  Ratio times(long factor) {
    return times(of(factor));
  }

  Ratio over(long divisor) {
    return times(new Ratio(1, divisor));
  }

  Ratio min(Ratio other) {
    return compareTo(other) <= 0 ? this : other;
  }

  Ratio max(Ratio other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** The largest whole number that is not above it. */
  public long floor() {
    return Math.floorDiv(numerator, denominator);
  }

  public double value() {
    return (double) numerator / denominator;
  }

  @Override
  public int compareTo(Ratio other) {
    return Long.compare(
        Math.multiplyExact(numerator, other.denominator),
        Math.multiplyExact(other.numerator, denominator));
  }

  /** {@code 32}, {@code 1/2}. */
  @Override
  public String toString() {
    return denominator == 1 ? String.valueOf(numerator) : numerator + "/" + denominator;
  }
}
