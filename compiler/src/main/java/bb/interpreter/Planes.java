package bb.interpreter;

import bb.kernel.Plane;
import bb.types.Shape;
import bb.types.Value;

/** Moves between a tensor's logical order and the channels-first order of its plane. */
final class Planes {
  private Planes() {}

  /** The elements as {@code [channels, height, width]}. */
  static double[] channelsFirst(double[] data, Value value) {
    return value.type().shape().rank() == 2 ? transposed(data, value.type().shape().dim(0)) : data;
  }

  /** The inverse of {@link #channelsFirst}. */
  static double[] logical(double[] data, Value value) {
    return value.type().shape().rank() == 2
        ? transposed(data, Plane.of(value.type().shape()).channels())
        : data;
  }

  /** The channel of the element at a logical position. */
  static int channel(int position, Value value) {
    Shape shape = value.type().shape();
    Plane plane = Plane.of(shape);
    return (int) (shape.rank() == 2 ? position % plane.channels() : position / plane.pixels());
  }

  private static double[] transposed(double[] data, long rowCount) {
    int rows = Math.toIntExact(rowCount);
    int columns = data.length / rows;
    double[] result = new double[data.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        result[j * rows + i] = data[i * columns + j];
      }
    }
    return result;
  }
}
