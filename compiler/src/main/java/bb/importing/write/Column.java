package bb.importing.write;

import bb.syntax.Ast;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The numbers in one place of windows that follow each other, as an expression of what counts the
 * windows:
 *
 * <pre>
 *   3 4 5 6            i
 *   128 256 384        128 * i + 128
 *   3 2 1 0            3 - i
 *   64 128 256         64 * 2 ** i
 *   1 2 4 1 2 4 1 2    2 ** (i % 3)
 * </pre>
 */
record Column(List<Long> numbers) {
  /** Two numbers do not make a rule. */
  private static final int LEAST_OF_RULE = 3;

  /** Powers of more are no numbers of a layer. */
  private static final int LARGEST_COUNT = 1000;

  boolean isCounted() {
    return growsBy(1);
  }

  /**
   * @param index what counts
   * @param begin the first number that it has
   */
  Optional<Ast.Expr> of(String index, long begin) {
    return sum(index, begin).or(() -> power(index, begin));
  }

  private boolean growsBy(long step) {
    return IntStream.range(1, numbers.size())
        .allMatch(i -> numbers.get(i) - numbers.get(i - 1) == step);
  }

  /** A number of which the first is known, and by how much it grows. */
  private Optional<Ast.Expr> sum(String index, long begin) {
    long step = numbers.get(1) - numbers.get(0);
    if (!growsBy(step) || step != 1 && numbers.size() < LEAST_OF_RULE) {
      return Optional.empty();
    }
    long first = numbers.getFirst() - step * begin;
    Ast.Expr scaled = Make.times(Math.abs(step), Make.reference(index));
    if (step < 0) {
      return Optional.of(Make.binary(Ast.BinaryOp.SUBTRACT, Make.integer(first), scaled));
    }
    return Optional.of(Make.plus(scaled, first));
  }

  /** One that is always as many times the one before, or begins anew. */
  private Optional<Ast.Expr> power(String index, long begin) {
    Optional<Long> base = ratio();
    boolean counts = begin >= 0 && begin <= LARGEST_COUNT;
    if (base.isEmpty() || numbers.size() < LEAST_OF_RULE || !counts) {
      return Optional.empty();
    }
    Ast.Expr count = Make.reference(index);
    for (int period = 2; period <= numbers.size() - 2; period++) {
      Optional<Long> factor = factor(base.get(), begin, period);
      if (factor.isPresent()) {
        Ast.Expr phase = Make.binary(Ast.BinaryOp.MODULO, count, Make.integer(period));
        return Optional.of(Make.times(factor.get(), raised(base.get(), phase)));
      }
    }
    return factor(base.get(), begin, Integer.MAX_VALUE)
        .map(factor -> Make.times(factor, raised(base.get(), count)));
  }

  private Optional<Long> ratio() {
    return IntStream.range(1, numbers.size())
        .filter(i -> numbers.get(i - 1) > 0 && numbers.get(i) > numbers.get(i - 1))
        .mapToObj(i -> numbers.get(i) / numbers.get(i - 1))
        .findFirst()
        .filter(ratio -> ratio > 1);
  }

  /** What the powers are multiplied with, if these are the numbers then. */
  private Optional<Long> factor(long base, long begin, int period) {
    BigInteger factor = BigInteger.valueOf(numbers.getFirst()).divide(power(base, begin % period));
    boolean equal =
        IntStream.range(0, numbers.size())
            .allMatch(i ->
                factor
                    .multiply(power(base, (begin + i) % period))
                    .equals(BigInteger.valueOf(numbers.get(i))));
    return equal && factor.signum() > 0 ? Optional.of(factor.longValueExact()) : Optional.empty();
  }

  private static BigInteger power(long base, long exponent) {
    return BigInteger.valueOf(base).pow(Math.toIntExact(exponent));
  }

  private static Ast.Expr raised(long base, Ast.Expr exponent) {
    return Make.binary(Ast.BinaryOp.POWER, Make.integer(base), exponent);
  }
}
