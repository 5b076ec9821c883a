package bb.importing.read;

import java.util.Optional;

/** How a source can say numbers that it does not list: by their indices. */
public sealed interface Formula
    permits Digits, Buckets, LogSpaced, Rolled, Slopes, Wrapped, Regions, Cut {
  /** That of a tensor that has one. */
  static Optional<Formula> of(Const numbers) {
    return switch (numbers.kind()) {
      case BOOL -> Optional.empty();
      case FLOAT ->
          regions(numbers)
              .or(() -> Cut.of(numbers))
              .or(() -> Regions.of(numbers))
              .or(() -> Digits.of(numbers))
              .or(() -> LogSpaced.of(numbers))
              .or(() -> Slopes.of(numbers));
      case INT ->
          Digits.of(numbers)
              .<Formula>map(digits -> digits)
              .or(() -> Buckets.of(numbers))
              .or(() -> Rolled.of(numbers))
              .or(() -> Wrapped.of(numbers))
              .or(() -> Regions.of(numbers))
              .or(() -> Cut.of(numbers));
    };
  }

  /**
   * Those along several axes, which few windows have as many do. One axis is better cut, as it has
   * no digits to tell.
   */
  private static Optional<Formula> regions(Const numbers) {
    return numbers.dims().stream().filter(dim -> dim > 1).count() > 1
        ? Regions.of(numbers).map(regions -> regions)
        : Optional.empty();
  }
}
