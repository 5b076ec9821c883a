package bb.backend.layout;

import bb.types.Shape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A shape as it lies in memory: {@code height x width} pixels of {@code channels} floats. What is
 * no plane is one pixel that holds the elements in row-major order.
 */
public record Extent(long height, long width, long channels) {

  public static Extent of(Shape shape) {
    if (shape.rank() < 1 || shape.rank() > 3) {
      return new Extent(1, 1, shape.elements());
    }
    bb.kernel.Plane plane = bb.kernel.Plane.of(shape);
    return new Extent(plane.height(), plane.width(), plane.channels());
  }

  public long pixels() {
    return height * width;
  }

  public long elements() {
    return pixels() * channels;
  }

  /** The axis that is the channels, or -1 if the shape is no plane. */
  public static int channelAxis(Shape shape) {
    return switch (shape.rank()) {
      case 1, 3 -> 0;
      case 2 -> 1;
      default -> -1;
    };
  }

  /** How many neighbours in memory differ in one axis only: channels, or the last axis. */
  public static long run(Shape shape) {
    return shape.rank() > 3 ? shape.dim(-1) : of(shape).channels();
  }

  /** Whether the order in memory is the row-major order of the logical shape. */
  public static boolean isRowMajor(Shape shape) {
    return shape.rank() != 3 || shape.dim(0) == 1 || shape.dim(1) * shape.dim(2) == 1;
  }

  /** Steps along each logical dimension, if pixels are {@code stride} apart. */
  public static List<Long> strides(Shape shape, long stride) {
    return switch (shape.rank()) {
      case 1 -> List.of(1L);
      case 2 -> List.of(stride, 1L);
      case 3 -> List.of(1L, shape.dim(2) * stride, stride);
      default -> rowMajor(shape.dims());
    };
  }

  public static List<Long> rowMajor(List<Long> dims) {
    return IntStream.range(0, dims.size())
        .mapToObj(
            axis -> dims.subList(axis + 1, dims.size()).stream().reduce(1L, Math::multiplyExact))
        .toList();
  }
}
