package bb.importing.read;

import java.util.Optional;

/** How a source can say numbers that it does not list: by their indices. */
public sealed interface Formula permits Digits, Buckets, Rolled, Wrapped, Regions, Cut {
  /** That of a tensor that has one. */
  static Optional<Formula> of(Const numbers) {
    return switch (numbers.kind()) {
      case BOOL -> Optional.empty();
      case FLOAT ->
          Cut.of(numbers)
              .<Formula>map(cut -> cut)
              .or(() -> Regions.of(numbers))
              .or(() -> Digits.of(numbers));
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
}
