package bb.types;

/** What is known of a tensor before anything runs; the batch dimension is not part of it. */
public record TensorType(DType dtype, Shape shape) {
  public static TensorType float32(Shape shape) {
    return new TensorType(DType.FLOAT32, shape);
  }

  public long bytes() {
    return Math.multiplyExact(shape.elements(), dtype.bytes());
  }

  @Override
  public String toString() {
    return dtype == DType.FLOAT32 ? shape.toString() : dtype + " " + shape;
  }
}
