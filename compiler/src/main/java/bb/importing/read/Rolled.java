package bb.importing.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Digits of indices that begin elsewhere and go around, as where each pixel of an image lies in
 * windows that are shifted: {@code (i + 53) % 56 // 7 * 392 + (j + 53) % 56}.
 *
 * @param by what is added to the index of each axis
 * @param sizes of the axes
 */
public record Rolled(List<Long> by, List<Long> sizes, Digits digits) implements Formula {
  public Rolled {
    by = List.copyOf(by);
    sizes = List.copyOf(sizes);
  }

  /** That of a tensor whose least number is where its indices begin. */
  static Optional<Rolled> of(Const numbers) {
    if (numbers.rank() == 0
        || numbers.elements() == 0
        || numbers.elements() > Const.MOST_COMPUTED) {
      return Optional.empty();
    }
    long least = 0;
    for (long i = 1; i < numbers.elements(); i++) {
      least = numbers.at(i) < numbers.at(least) ? i : least;
    }
    long[] strides = Const.strides(numbers.dims());
    long[] first = new long[strides.length];
    List<Long> by = new ArrayList<>();
    for (int axis = 0; axis < strides.length; axis++) {
      first[axis] = least / strides[axis] % numbers.dim(axis);
      by.add((numbers.dim(axis) - first[axis]) % numbers.dim(axis));
    }
    Const back =
        Const.computed(
            numbers.kind(),
            numbers.dims(),
            index -> {
              long place = 0;
              for (int axis = 0; axis < strides.length; axis++) {
                long size = numbers.dim(axis);
                place += (index / strides[axis] + first[axis]) % size * strides[axis];
              }
              return numbers.at(place);
            });
    return Digits.of(back).map(digits -> new Rolled(by, numbers.dims(), digits));
  }
}
