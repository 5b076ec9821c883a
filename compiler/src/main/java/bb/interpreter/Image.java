package bb.interpreter;

import bb.kernel.Plane;
import bb.types.Shape;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;

/** A tensor as its plane: the elements in the order {@code [channels, height, width]}. */
record Image(Plane plane, double[] data) {
  static Image of(double[] logical, Value value) {
    Shape shape = value.type().shape();
    double[] data = shape.rank() == 2 ? transposed(logical, shape.dim(0)) : logical;
    return new Image(Plane.of(shape), data);
  }

  static Image zeros(Value value) {
    Plane plane = Plane.of(value.type().shape());
    return new Image(plane, new double[(int) (plane.channels() * plane.pixels())]);
  }

  /** Images of equal height that lie one above the other. */
  List<Image> parts(long planes) {
    if (planes == 1) {
      return List.of(this);
    }
    Plane part = plane.part(planes);
    int size = (int) part.pixels();
    List<Image> parts = new ArrayList<>();
    for (int p = 0; p < planes; p++) {
      double[] elements = new double[(int) (part.channels() * size)];
      for (int c = 0; c < part.channels(); c++) {
        System.arraycopy(data, (int) (c * plane.pixels()) + p * size, elements, c * size, size);
      }
      parts.add(new Image(part, elements));
    }
    return parts;
  }

  /** Writes the elements of {@link #parts} where they came from. */
  void join(List<Image> parts) {
    for (int p = 0; p < parts.size() && parts.size() > 1; p++) {
      int size = (int) parts.get(p).plane.pixels();
      for (int c = 0; c < plane.channels(); c++) {
        System.arraycopy(
            parts.get(p).data, c * size, data, (int) (c * plane.pixels()) + p * size, size);
      }
    }
  }

  /** The elements in the order of the value's shape. */
  double[] logical(Value value) {
    return value.type().shape().rank() == 2 ? transposed(data, plane.channels()) : data;
  }

  /** The channel of the element at a position in the order of the value's shape. */
  static int channel(int position, Value value) {
    Plane plane = Plane.of(value.type().shape());
    boolean tokens = value.type().shape().rank() == 2;
    return (int) (tokens ? position % plane.channels() : position / plane.pixels());
  }

  private static double[] transposed(double[] data, long rowCount) {
    int rows = (int) rowCount;
    int columns = data.length / rows;
    double[] result = new double[data.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        result[j * rows + i] = data[i * columns + j];
      }
    }
    return result;
  }

  boolean contains(long y, long x) {
    return y >= 0 && y < plane.height() && x >= 0 && x < plane.width();
  }

  /** The element, or 0 outside the plane. */
  double at(long channel, long y, long x) {
    return contains(y, x) ? data[index(channel, y, x)] : 0;
  }

  /** Adds to the element; outside the plane there is none. */
  void add(long channel, long y, long x, double summand) {
    if (contains(y, x)) {
      data[index(channel, y, x)] += summand;
    }
  }

  private int index(long channel, long y, long x) {
    return (int) ((channel * plane.height() + y) * plane.width() + x);
  }
}
