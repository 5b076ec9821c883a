package bb.types;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The dimensions of a tensor, without the batch: {@code [channels, height, width]}, {@code [tokens,
 * features]}, {@code [features]}. All dimensions are known and positive, and their product is at
 * most {@link #MAX_ELEMENTS}: ask {@link #fits} before making one from a user's numbers.
 */
public record Shape(List<Long> dims) {
  /** The largest number of elements a tensor may have: an array index must reach each of them. */
  public static final long MAX_ELEMENTS = 1L << 40;

  /** The most dimensions a tensor may have: far more than any needs. */
  public static final int MAX_RANK = 64;

  public Shape {
    dims = List.copyOf(dims);
    if (!fits(dims)) {
      throw new IllegalArgumentException("not a shape: " + dims);
    }
  }

  public static Shape of(long... dims) {
    return new Shape(LongStream.of(dims).boxed().toList());
  }

  /**
   * Whether there are at most {@link #MAX_RANK} dimensions, all are positive, and the element count
   * is at most {@link #MAX_ELEMENTS}.
   */
  public static boolean fits(List<Long> dims) {
    if (dims.size() > MAX_RANK) {
      return false;
    }
    long elements = 1;
    for (long dim : dims) {
      if (dim <= 0 || dim > MAX_ELEMENTS || elements > MAX_ELEMENTS / dim) {
        return false;
      }
      elements *= dim;
    }
    return true;
  }

  public int rank() {
    return dims.size();
  }

  /** Dimension {@code axis}; a negative axis counts from the end. */
  public long dim(int axis) {
    return dims.get(axis < 0 ? dims.size() + axis : axis);
  }

  public long elements() {
    return dims.stream().reduce(1L, Math::multiplyExact);
  }

  /** This shape with dimension {@code axis} (negative: from the end) replaced. */
  public Shape with(int axis, long dim) {
    var changed = new java.util.ArrayList<>(dims);
    changed.set(axis < 0 ? dims.size() + axis : axis, dim);
    return new Shape(changed);
  }

  public long[] toArray() {
    return dims.stream().mapToLong(Long::longValue).toArray();
  }

  @Override
  public String toString() {
    return dims.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
  }
}
