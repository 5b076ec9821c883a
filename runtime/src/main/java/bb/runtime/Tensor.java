package bb.runtime;

import java.util.Arrays;

/**
 * Numbers and their shape, batch first, in row-major (PyTorch's) order. Token ids are whole numbers
 * in the same array.
 *
 * @param shape batch, then the dimensions of one example
 * @param data as many numbers as the shape says; not copied, so do not change it while it is in use
 */
public record Tensor(int[] shape, float[] data) {
  public Tensor {
    long elements = 1;
    for (int dim : shape) {
      elements = Math.multiplyExact(elements, dim);
    }
    if (elements != data.length) {
      throw new IllegalArgumentException(
          "shape "
              + Arrays.toString(shape)
              + " needs "
              + elements
              + " numbers, not "
              + data.length);
    }
  }

  public int batch() {
    return shape[0];
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }
}
