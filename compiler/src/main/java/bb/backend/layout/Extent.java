package bb.backend.layout;

import bb.types.Shape;

/** A tensor in memory: {@code height x width} pixels of {@code channels} floats. */
public record Extent(long height, long width, long channels) {

  /** Of a tensor in its usual layout. */
  public static Extent of(Shape shape) {
    return Layout.of(shape).extent(shape);
  }

  /** One of so many images of equal height. */
  public Extent part(long planes) {
    return new Extent(height / planes, width, channels);
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
}
