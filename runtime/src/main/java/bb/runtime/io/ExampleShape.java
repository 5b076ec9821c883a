package bb.runtime.io;

import bb.runtime.ErrorCode;
import bb.runtime.ModelInfo.InputInfo;
import bb.runtime.UserError;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The shape of one example of an input, and of batches of it. */
record ExampleShape(String input, List<Integer> dims) {
  static ExampleShape of(InputInfo input) {
    return new ExampleShape(input.name(), input.shape());
  }

  int[] batched(int batch) {
    return IntStream.concat(IntStream.of(batch), dims.stream().mapToInt(Integer::intValue))
        .toArray();
  }

  /**
   * How many numbers a batch holds.
   *
   * @throws UserError if an array cannot
   */
  int elements(int batch) {
    long elements = Math.multiplyExact(batch, elements());
    if (elements > Integer.MAX_VALUE - 8) {
      throw new UserError(
          ErrorCode.BB0625,
          Message.of(
              "a batch of %,d is too large: input `%s` would hold %,d numbers",
              batch, input, elements));
    }
    return (int) elements;
  }

  /** How many numbers one example holds. */
  long elements() {
    return dims.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /** The batch of an array of shape {@code shape}, with or without a batch dimension. */
  Optional<Integer> batchOf(int[] shape) {
    int[] example = dims.stream().mapToInt(Integer::intValue).toArray();
    if (Arrays.equals(shape, example)) {
      return Optional.of(1);
    }
    boolean batched =
        shape.length == example.length + 1
            && Arrays.equals(shape, 1, shape.length, example, 0, example.length);
    return batched ? Optional.of(shape[0]) : Optional.empty();
  }

  /** {@code [3, 224, 224] or [batch, 3, 224, 224]}, for messages. */
  String expected() {
    String list = dims.toString();
    String inner = list.substring(1);
    return list + " or [batch" + (dims.isEmpty() ? "" : ", ") + inner;
  }
}
