package bb.ops;

/**
 * A window that slides along one axis: the numbers of its rule, in elements.
 *
 * @param name the axis for messages: {@code height}
 */
record WindowAxis(
    String name, long size, long kernel, long stride, long before, long after, long dilation) {

  /** A window of one element, on an axis of any size. */
  static final WindowAxis POINT = new WindowAxis("width", 1, 1, 1, 0, 0, 1);

  /** Whether each element is seen by itself. */
  boolean isPoint() {
    return kernel == 1 && stride == 1 && before == 0 && after == 0;
  }

  /** Padded as much as keeps the size at stride 1, the odd element at the end. */
  WindowAxis same() {
    long total = extent() - 1;
    return padded(total / 2, total - total / 2);
  }

  WindowAxis padded(long before, long after) {
    return new WindowAxis(name, size, kernel, stride, before, after, dilation);
  }

  /** Elements from the window's first to its last, both included. */
  long extent() {
    return Math.addExact(Math.multiplyExact(dilation, kernel - 1), 1);
  }

  long padded() {
    return Math.addExact(Math.addExact(size, before), after);
  }

  /** How far the window can move; negative if it does not fit at all. */
  long room() {
    return Math.subtractExact(padded(), extent());
  }

  /** The number of windows that lie in the padded axis. */
  long floorSize() {
    return Math.floorDiv(room(), stride) + 1;
  }

  /**
   * The number of windows if a last partial one counts; PyTorch drops it when it would begin in the
   * padding at the end.
   */
  long ceilSize() {
    long size = Math.ceilDiv(room(), stride) + 1;
    return Math.multiplyExact(size - 1, stride) >= Math.addExact(this.size, before)
        ? size - 1
        : size;
  }

  /** {@code 5 + 2 * 0 padding - 7 kernel < 0}. */
  String whyNoneFits() {
    String padding = before == after ? "2 * " + before : before + " + " + after;
    String covered =
        dilation == 1
            ? kernel + " kernel"
            : "(%d dilation * (%d kernel - 1) + 1)".formatted(dilation, kernel);
    return "%d + %s padding - %s < 0".formatted(size, padding, covered);
  }
}
