package bb.importing.read;

import java.util.Optional;

/** How a source can say numbers that it does not list: by their indices. */
public sealed interface Formula
    permits Digits, Apart, Buckets, LogSpaced, Rolled, Slopes, Wrapped, Regions, Cut {
  /** That of a tensor that has one. */
  static Optional<Formula> of(Const numbers) {
    return switch (numbers.kind()) {
      case BOOL -> Optional.empty();
      case FLOAT ->
          regionsOrCut(numbers)
              .or(() -> Digits.of(numbers))
              .or(() -> LogSpaced.of(numbers))
              .or(() -> Slopes.of(numbers));
      case INT ->
          Digits.of(numbers)
              .<Formula>map(digits -> digits)
              .or(() -> Buckets.of(numbers))
              .or(() -> Apart.of(numbers))
              .or(() -> Rolled.of(numbers))
              .or(() -> Wrapped.of(numbers))
              .or(() -> Regions.of(numbers))
              .or(() -> Cut.of(numbers));
    };
  }

  /**
   * Regions before cuts along several axes, which few windows have as many do. One axis is better
   * cut, as it has no digits to tell.
   */
  private static Optional<Formula> regionsOrCut(Const numbers) {
    boolean several = numbers.dims().stream().filter(dim -> dim > 1).count() > 1;
    return several
        ? Regions.of(numbers).<Formula>map(regions -> regions).or(() -> Cut.of(numbers))
        : Cut.of(numbers).<Formula>map(cut -> cut).or(() -> Regions.of(numbers));
  }
}
