package bb.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Numbers and their shape, batch first, in row-major (PyTorch's) order. Token ids are whole numbers
 * in the same array.
 *
 * @param shape batch, then the dimensions of one example
 * @param data as many numbers as the shape says; not copied, so do not change it while it is in use
 */
public record Tensor(int[] shape, float[] data) {
  /**
   * Checks that numbers and shape agree.
   *
   * @throws IllegalArgumentException if they do not
   * @throws NullPointerException if one is null
   */
  public Tensor {
    Objects.requireNonNull(shape, "shape");
    Objects.requireNonNull(data, "data");
    long elements = 1;
    for (int dim : shape) {
      // one that is too large stays so: no array has as many numbers, and no product overflows
      elements = elements > Integer.MAX_VALUE || dim < 0 ? Long.MAX_VALUE : elements * dim;
    }
    if (elements != data.length) {
      throw new IllegalArgumentException(
          data.length + " numbers are none of shape " + Arrays.toString(shape));
    }
  }

  /**
   * One example of an input, by whose name a {@link NullPointerException} calls it if it is null.
   *
   * @throws UserError if there are more or fewer numbers than it takes: BB0623
   */
  public static Tensor of(ModelInfo.InputInfo input, float[] example) {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(example, input.name());
    return Batches.batch(input, List.of(example));
  }

  /** One example of an input that takes whole numbers, such as token ids, likewise. */
  public static Tensor of(ModelInfo.InputInfo input, int[] example) {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(example, input.name());
    return Batches.batch(input, List.of(Batches.floats(example)));
  }

  /** How many examples it holds. */
  public int batch() {
    return shape[0];
  }

  /** A copy of the numbers of one example, from 0. */
  public float[] example(int number) {
    Objects.checkIndex(number, batch());
    int size = data.length / batch();
    return Arrays.copyOfRange(data, number * size, (number + 1) * size);
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }
}
