package bb.memory;

/**
 * A piece of memory and the steps between which it holds something, both inclusive. The network's
 * inputs are written at the step before the first that is not prepared, which is -1 if none is; its
 * outputs are read after the last step.
 *
 * @param size in elements
 */
public record Buffer(long size, int first, int last) {
  public Buffer {
    if (size < 0 || last < first) {
      throw new IllegalArgumentException("not a buffer: " + size + ", " + first + ".." + last);
    }
  }

  /** Whether both hold something at the same step. */
  public boolean meets(Buffer other) {
    return first <= other.last && other.first <= last;
  }
}
