package bb.importing.read;

import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Numbers of pixels whose row and column go around, as what each token of a shifted window takes:
 * {@code (7 * (i // 8) + j // 7 + 3) % 56 * 56 + (7 * (i % 8) + j % 7 + 3) % 56}.
 */
public record Wrapped(Turning rows, Turning columns) implements Formula {
  /**
   * {@code digits % size}.
   *
   * @param digits what is not less than 0
   */
  public record Turning(Digits digits, long size) {
    private static Optional<Turning> of(Const numbers, long size) {
      double first = numbers.at(0);
      Const from =
          Const.computed(
              numbers.kind(), numbers.dims(), i -> (numbers.at(i) - first + size) % size);
      return Digits.of(from)
          .filter(digits -> digits.terms().stream().allMatch(term -> term.times() > 0))
          .map(digits -> new Turning(new Digits(first, digits.terms()), size));
    }
  }

  /** That of a tensor that has each number below some product once. */
  static Optional<Wrapped> of(Const numbers) {
    long count = numbers.elements();
    boolean each =
        count > 1
            && count <= Const.MOST_COMPUTED
            && LongStream.range(0, count)
                .allMatch(i -> numbers.at(i) >= 0 && numbers.at(i) < count);
    if (!each) {
      return Optional.empty();
    }
    return LongStream.rangeClosed(2, count / 2)
        .filter(width -> count % width == 0)
        .mapToObj(width -> of(numbers, count / width, width))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Wrapped> of(Const numbers, long height, long width) {
    Const columns = Const.computed(Kind.INT, numbers.dims(), i -> numbers.at(i) % width);
    return Turning.of(columns, width)
        .flatMap(column -> {
          Const rows =
              Const.computed(Kind.INT, numbers.dims(), i -> Math.floor(numbers.at(i) / width));
          return Turning.of(rows, height).map(row -> new Wrapped(row, column));
        });
  }
}
