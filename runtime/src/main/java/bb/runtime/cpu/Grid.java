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

  int elements() {
    int elements = 1;
    for (int dim : dims) {
      elements *= dim;
    }
    return elements;
  }
}
