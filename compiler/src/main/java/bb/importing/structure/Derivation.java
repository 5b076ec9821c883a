package bb.importing.structure;

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

  static Optional<Derivation> half(String parameter, List<Number> kernels, List<Number> paddings) {
    return IntStream.range(0, kernels.size())
            .allMatch(i -> paddings.get(i).longValue() == kernels.get(i).longValue() / 2)
        ? Optional.of(new Half(parameter))
        : Optional.empty();
  }

  /** By how much all of the first are multiplied. */
  private static Optional<Long> ratio(List<Number> narrow, List<Number> wide) {
    long first = narrow.getFirst().longValue();
    long factor = first == 0 ? 0 : wide.getFirst().longValue() / first;
    return factor >= 1
            && IntStream.range(0, narrow.size())
                .allMatch(i -> narrow.get(i).longValue() * factor == wide.get(i).longValue())
        ? Optional.of(factor)
        : Optional.empty();
  }
}
