package bb.kernel;

import bb.types.Shape;

/**
 * A tensor as windowed kernels see it: {@code [c, h, w]} is itself, {@code [tokens, features]} has
 * its features as channels and its tokens as height, {@code [features]} is one pixel.
 */
public record Plane(long channels, long height, long width) {
  public static Plane of(Shape shape) {
    return switch (shape.rank()) {
      case 1 -> new Plane(shape.dim(0), 1, 1);
      case 2 -> new Plane(shape.dim(1), shape.dim(0), 1);
      case 3 -> new Plane(shape.dim(0), shape.dim(1), shape.dim(2));
      default -> throw new IllegalArgumentException("not a plane: " + shape);
    };
  }

  /** One of so many planes of equal height, one above the other. */
  public Plane part(long planes) {
    return new Plane(channels, height / planes, width);
  }

  public long pixels() {
    return height * width;
  }
}
