package bb.importing.structure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What is made of a parameter of a block, in the place of a number. */
public sealed interface Derivation {
  /** So many times a parameter, such as a width. */
  record Multiple(String parameter, long factor) implements Derivation {}

  /** A part of a parameter, such as the heads of a width, which have equal parts of it. */
  record Part(String parameter, long divisor) implements Derivation {}

  /** Half a parameter, rounded down: the padding at which a kernel leaves the size. */
  record Half(String parameter) implements Derivation {}

  /** A parameter and some more, or less: {@code 7 * size - 3}. */
  record Sum(String parameter, long factor, long more) implements Derivation {}

  /** A parameter times what is made of it: {@code size * (size - 1)}. */
  record Area(String parameter, Derivation side) implements Derivation {}

  /** One divided by the root of a whole number: the scale of scores of a width. */
  record InverseRoot(Derivation of) implements Derivation {}

  static Derivation same(String parameter) {
    return new Multiple(parameter, 1);
  }

  /** How wide numbers are a multiple of narrow ones, which a parameter is. */
  static Optional<Derivation> multiple(String parameter, List<Number> narrow, List<Number> wide) {
    return ratio(narrow, wide).map(factor -> new Multiple(parameter, factor));
  }

  /** How numbers are multiples of a parameter, or equal parts of it. */
  static Optional<Derivation> proportional(
      String parameter, List<Number> values, List<Number> numbers) {
    return multiple(parameter, values, numbers)
        .or(() -> ratio(numbers, values).map(divisor -> new Part(parameter, divisor)));
  }

  /** How sizes follow from one, be they lengths or areas. */
  static Optional<Derivation> size(String parameter, List<Number> values, List<Number> numbers) {
    return proportional(parameter, values, numbers)
        .or(() -> sum(parameter, values, numbers))
        .or(() ->
            ratios(values, numbers)
                .flatMap(sides ->
                    multiple(parameter, values, sides).or(() -> sum(parameter, values, sides)))
                .map(side -> new Area(parameter, side)));
  }

  private static Optional<Derivation> sum(
      String parameter, List<Number> values, List<Number> numbers) {
    int other =
        IntStream.range(1, values.size())
            .filter(i -> !values.get(i).equals(values.getFirst()))
            .findFirst()
            .orElse(0);
    long apart = values.get(other).longValue() - values.getFirst().longValue();
    long factor =
        apart == 0 ? 0 : (numbers.get(other).longValue() - numbers.getFirst().longValue()) / apart;
    long more = numbers.getFirst().longValue() - factor * values.getFirst().longValue();
    // any two numbers are on a line
    boolean shown = factor == 1 || factor > 1 && values.stream().distinct().count() > 2;
    return shown
            && IntStream.range(0, values.size())
                .allMatch(
                    i -> factor * values.get(i).longValue() + more == numbers.get(i).longValue())
        ? Optional.of(new Sum(parameter, factor, more))
        : Optional.empty();
  }

  /** How many times numbers are what they are divided by, if all are multiples of that. */
  private static Optional<List<Number>> ratios(List<Number> divisors, List<Number> numbers) {
    List<Number> ratios = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      long divisor = divisors.get(i).longValue();
      if (divisor == 0 || numbers.get(i).longValue() % divisor != 0) {
        return Optional.empty();
      }
      ratios.add(numbers.get(i).longValue() / divisor);
    }
    return Optional.of(ratios);
  }

  static Optional<Derivation> half(String parameter, List<Number> kernels, List<Number> paddings) {
    return IntStream.range(0, kernels.size())
            .allMatch(i -> paddings.get(i).longValue() == kernels.get(i).longValue() / 2)
        ? Optional.of(new Half(parameter))
        : Optional.empty();
  }

  /** By how much all of the first are multiplied. */
  private static Optional<Long> ratio(List<Number> narrow, List<Number> wide) {
    if (narrow.equals(wide)) {
      return Optional.of(1L);
    }
    long first = narrow.getFirst().longValue();
    long factor = first == 0 ? 0 : wide.getFirst().longValue() / first;
    return factor >= 1
            && IntStream.range(0, narrow.size())
                .allMatch(i -> narrow.get(i).longValue() * factor == wide.get(i).longValue())
        ? Optional.of(factor)
        : Optional.empty();
  }
}
