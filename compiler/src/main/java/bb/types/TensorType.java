package bb.types;

/**
 * What is known of a tensor before anything runs; the batch dimension is not part of it.
 *
 * @param axes where its channels are; {@link Axes#LAST} up to two dimensions
 */
public record TensorType(DType dtype, Shape shape, Axes axes) {
  public TensorType {
    axes = shape.rank() <= 2 ? Axes.LAST : axes;
  }

  /** One that does not say where its channels are, if it has more than two dimensions. */
  public TensorType(DType dtype, Shape shape) {
    this(dtype, shape, Axes.UNSAID);
  }

  public static TensorType float32(Shape shape) {
    return new TensorType(DType.FLOAT32, shape);
  }

  /** The same, with its channels there. */
  public TensorType as(Axes axes) {
    return new TensorType(dtype, shape, axes);
  }

  /** The same, as programs have it: nothing is said of its axes. */
  public TensorType plain() {
    return as(Axes.UNSAID);
  }

  /** The axis of the channels, or features: the first, unless they are known to be last. */
  public int channelAxis() {
    return axes == Axes.LAST ? shape.rank() - 1 : 0;
  }

  /** How many channels, or features. */
  public long channels() {
    return shape.dim(channelAxis());
  }

  public long bytes() {
    return Math.multiplyExact(shape.elements(), dtype.bytes());
  }

  @Override
  public String toString() {
    return dtype == DType.FLOAT32 ? shape.toString() : dtype + " " + shape;
  }
}
