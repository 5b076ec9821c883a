package bb.runtime.cpu;

import bb.runtime.ModelInfo;
import bb.runtime.Tensor;
import bb.runtime.UserError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Checks what a caller gives a model. */
final class Inputs {
  static final String CODE = "BB0650";

  private Inputs() {}

  /** Throws a {@link UserError} that lists all that is wrong. */
  static void check(ModelInfo info, Map<String, Tensor> inputs) {
    List<String> problems = new ArrayList<>();
    int batch = 0;
    for (ModelInfo.InputInfo input : info.inputs()) {
      Tensor tensor = inputs.get(input.name());
      if (tensor == null) {
        problems.add("`" + input.name() + "` is missing");
        continue;
      }
      int[] expected = batched(tensor.shape().length == 0 ? 0 : tensor.batch(), input.shape());
      if (!Arrays.equals(tensor.shape(), expected) || tensor.batch() == 0) {
        problems.add(
            "`%s` takes a batch of %s, not %s"
                .formatted(input.name(), input.shape(), Arrays.toString(tensor.shape())));
      } else if (batch != 0 && batch != tensor.batch()) {
        problems.add(
            "`%s` has %d examples, the inputs before it %d"
                .formatted(input.name(), tensor.batch(), batch));
      } else {
        batch = tensor.batch();
        checkIds(input, tensor, problems);
      }
    }
    List<String> known = info.inputs().stream().map(ModelInfo.InputInfo::name).toList();
    inputs.keySet().stream()
        .filter(name -> !known.contains(name))
        .sorted()
        .forEach(name -> problems.add("`" + name + "` is not an input; the inputs are " + known));
    if (!problems.isEmpty()) {
      throw new UserError(CODE, "these inputs do not fit `" + info.network() + "`", problems);
    }
  }

  /** Ids are rows of a table, so that one beyond it would read what is no row. */
  private static void checkIds(ModelInfo.InputInfo input, Tensor tensor, List<String> problems) {
    if (input.vocabulary() == 0) {
      return;
    }
    for (float id : tensor.data()) {
      if (!(id >= 0 && id < input.vocabulary() && id == Math.rint(id))) {
        problems.add(
            "`%s` takes whole numbers from 0 to %d, not %s"
                .formatted(input.name(), input.vocabulary() - 1, id));
        return;
      }
    }
  }

  static int[] batched(int batch, List<Integer> shape) {
    int[] dims = new int[shape.size() + 1];
    dims[0] = batch;
    for (int i = 0; i < shape.size(); i++) {
      dims[i + 1] = shape.get(i);
    }
    return dims;
  }

  static int elements(String name, int[] shape) {
    long elements = 1;
    for (int dim : shape) {
      elements *= dim;
      if (elements > Integer.MAX_VALUE - 64) {
        throw new UserError(
            CODE,
            "a batch of `" + name + "` is too large",
            List.of("run fewer examples at a time"));
      }
    }
    return (int) elements;
  }
}
