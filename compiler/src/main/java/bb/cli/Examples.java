package bb.cli;

import bb.runtime.Tensor;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** One example for a model that takes several at once, and one of those that it gives. */
final class Examples {
  private Examples() {}

  /** The only axis along which they differ, if that has one element of the first. */
  static OptionalInt axis(int[] one, int[] several) {
    if (one.length != several.length) {
      return OptionalInt.empty();
    }
    int[] different = IntStream.range(0, one.length).filter(i -> one[i] != several[i]).toArray();
    return different.length == 1 && one[different[0]] == 1
        ? OptionalInt.of(different[0])
        : OptionalInt.empty();
  }

  /**
   * As many examples, of which the first is the one. The others have its numbers from the last to
   * the first: what mixes examples is not the same of them.
   */
  static Tensor several(Tensor one, int axis, int count) {
    float[] numbers = one.data();
    int inner = inner(one.shape(), axis);
    float[] all = new float[Math.multiplyExact(numbers.length, count)];
    for (int i = 0; i < all.length; i++) {
      int at = i / inner / count * inner + i % inner;
      all[i] = numbers[i / inner % count == 0 ? at : numbers.length - 1 - at];
    }
    int[] shape = one.shape().clone();
    shape[axis] = count;
    return new Tensor(shape, all);
  }

  static Tensor first(Tensor several, int axis) {
    float[] all = several.data();
    int inner = inner(several.shape(), axis);
    int count = several.shape()[axis];
    float[] numbers = new float[all.length / count];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = all[i / inner * count * inner + i % inner];
    }
    int[] shape = several.shape().clone();
    shape[axis] = 1;
    return new Tensor(shape, numbers);
  }

  private static int inner(int[] shape, int axis) {
    return IntStream.of(shape).skip(axis + 1L).reduce(1, (a, b) -> a * b);
  }
}
