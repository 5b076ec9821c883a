package bb.interpreter;

import bb.types.Shape;

/** Positions in row-major order and the indices along each axis. */
final class Indices {
  private Indices() {}

  static long[] of(int position, Shape shape) {
    long[] index = new long[shape.rank()];
    long rest = position;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      index[axis] = rest % shape.dim(axis);
      rest /= shape.dim(axis);
    }
    return index;
  }

  /** The position of the element at {@code index}, where a dimension of 1 has only its first. */
  static int broadcast(long[] index, Shape shape) {
    long position = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      position = position * shape.dim(axis) + (shape.dim(axis) == 1 ? 0 : index[axis]);
    }
    return (int) position;
  }

  static int position(long[] index, Shape shape) {
    long position = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      position = position * shape.dim(axis) + index[axis];
    }
    return (int) position;
  }
}
