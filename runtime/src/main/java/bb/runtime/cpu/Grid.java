package bb.runtime.cpu;

/**
 * The elements of one example as a strided box: what lies where, seen by logical dimensions.
 *
 * @param at offset of the first element
 * @param strides steps along each dimension
 */
public record Grid(int at, int[] dims, int[] strides) {

  /** A row-major box. */
  public static Grid of(int... dims) {
    int[] strides = new int[dims.length];
    int stride = 1;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= dims[axis];
    }
    return new Grid(0, dims, strides);
  }

  public Grid strides(int... steps) {
    return new Grid(at, dims, steps);
  }

  public Grid from(int offset) {
    return new Grid(offset, dims, strides);
  }

  /** Where line {@code number} along {@code axis} begins, in the order of the other axes. */
  int line(int axis, int number) {
    int start = at;
    int rest = number;
    for (int other = dims.length - 1; other >= 0; other--) {
      if (other != axis) {
        start += rest % dims[other] * strides[other];
        rest /= dims[other];
      }
    }
    return start;
  }

  /** Where element {@code number} in row-major order lies. */
  int element(int number) {
    return line(-1, number);
  }

  int elements() {
    int elements = 1;
    for (int dim : dims) {
      elements *= dim;
    }
    return elements;
  }
}
