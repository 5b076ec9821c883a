package bb.ops;

import java.util.Collections;
import java.util.List;
import java.util.function.LongBinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A number for each axis that a window slides along: (depth, height, width), (height, width), or
 * that of the tokens.
 */
public record Sizes(List<Long> list) {
  public Sizes {
    list = List.copyOf(list);
  }

  public static Sizes of(long... sizes) {
    return new Sizes(LongStream.of(sizes).boxed().toList());
  }

  /** The same number {@code count} times. */
  static Sizes all(int count, long size) {
    return new Sizes(Collections.nCopies(count, size));
  }

  public int count() {
    return list.size();
  }

  public long get(int axis) {
    return list.get(axis);
  }

  /** The last but one. */
  public long height() {
    return list.get(list.size() - 2);
  }

  /** The last. */
  public long width() {
    return list.getLast();
  }

  /**
   * @throws ArithmeticException if the product does not fit 64 bits
   */
  public long product() {
    return list.stream().reduce(1L, Math::multiplyExact);
  }

  /** Whether all are {@code size}. */
  boolean are(long size) {
    return list.stream().allMatch(each -> each == size);
  }

  /** Axis by axis. */
  Sizes with(Sizes other, LongBinaryOperator operator) {
    return new Sizes(
        IntStream.range(0, count())
            .mapToObj(i -> operator.applyAsLong(get(i), other.get(i)))
            .toList());
  }

  /** {@code 3}, or {@code (3, 5)}. */
  @Override
  public String toString() {
    return are(list.getFirst())
        ? String.valueOf(list.getFirst())
        : list.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
  }

  /** As Python has it: one number if all are equal. */
  Object python() {
    return are(list.getFirst()) ? list.getFirst() : list;
  }

  /** {@code 56x56}. */
  String times() {
    return list.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}
