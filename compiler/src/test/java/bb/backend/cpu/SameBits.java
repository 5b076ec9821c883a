package bb.backend.cpu;

import bb.runtime.Model;
import bb.runtime.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Whether answers are the same to the last bit. */
final class SameBits {
  private SameBits() {}

  /** The first number that differs; all that are not numbers are the same. */
  static Optional<String> complaint(
      String how, Map<String, Tensor> expected, Map<String, Tensor> found) {
    for (Map.Entry<String, Tensor> output : expected.entrySet()) {
      float[] one = output.getValue().data();
      float[] other = found.get(output.getKey()).data();
      int at = Arrays.mismatch(one, other);
      if (at >= 0) {
        return Optional.of(
            "%s: %s[%d] is %s, not %s".formatted(how, output.getKey(), at, other[at], one[at]));
      }
    }
    return Optional.empty();
  }

  /** What a model makes of a batch, one example at a time. */
  static Map<String, Tensor> oneByOne(Model model, Map<String, Tensor> batch) {
    int examples = batch.values().iterator().next().batch();
    Map<String, Tensor> all = new LinkedHashMap<>();
    for (int i = 0; i < examples; i++) {
      int example = i;
      Map<String, Tensor> one = new LinkedHashMap<>();
      batch.forEach((name, tensor) -> one.put(name, example(tensor, example)));
      model
          .predict(one, 1)
          .forEach((name, tensor) -> {
            int size = tensor.data().length;
            int[] shape = tensor.shape().clone();
            shape[0] = examples;
            Tensor whole =
                all.computeIfAbsent(name, _ -> new Tensor(shape, new float[examples * size]));
            System.arraycopy(tensor.data(), 0, whole.data(), example * size, size);
          });
    }
    return all;
  }

  private static Tensor example(Tensor batch, int number) {
    int[] shape = batch.shape().clone();
    int size = batch.data().length / shape[0];
    shape[0] = 1;
    return new Tensor(shape, Arrays.copyOfRange(batch.data(), number * size, (number + 1) * size));
  }
}
