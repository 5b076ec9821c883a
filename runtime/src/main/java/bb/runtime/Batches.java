package bb.runtime;

import bb.runtime.ModelInfo.InputInfo;
import bb.runtime.ModelInfo.OutputInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Examples of a model's only input as a batch, and what it says of each. */
final class Batches {
  private Batches() {}

  /** Pictures as an input takes them. */
  static Tensor pictures(Model model, List<Image> pictures, Options options) {
    Objects.requireNonNull(pictures, "pictures");
    Objects.requireNonNull(options, "options");
    InputInfo input = model.info().inputs().getFirst();
    long begin = System.nanoTime();
    List<float[]> examples = pictures.stream().map(picture -> picture.numbers(input)).toList();
    long nanos = System.nanoTime() - begin;
    options.listener().ifPresent(told -> told.phase(Listener.Phase.PREPARE, nanos));
    return batch(input, examples);
  }

  /** Lists of whole numbers; a float holds those below 2^24, and no vocabulary has more. */
  static Tensor lists(Model model, List<int[]> lists, Options options) {
    Objects.requireNonNull(lists, "lists");
    Objects.requireNonNull(options, "options");
    List<float[]> examples = lists.stream().map(Batches::floats).toList();
    return batch(model.info().inputs().getFirst(), examples);
  }

  static float[] floats(int[] ids) {
    float[] floats = new float[ids.length];
    for (int i = 0; i < ids.length; i++) {
      floats[i] = ids[i];
    }
    return floats;
  }

  static Tensor examples(Model model, List<float[]> examples, Options options) {
    Objects.requireNonNull(examples, "examples");
    Objects.requireNonNull(options, "options");
    return batch(model.info().inputs().getFirst(), examples);
  }

  /** Examples one after the other. */
  static Tensor batch(InputInfo input, List<float[]> examples) {
    if (examples.isEmpty()) {
      throw new UserError(ErrorCode.BB0625, "there is no example of `" + input.name() + "`");
    }
    int[] shape = IntStream.concat(IntStream.of(examples.size()), dims(input.shape())).toArray();
    long size = dims(input.shape()).asLongStream().reduce(1, Math::multiplyExact);
    for (float[] example : examples) {
      if (example.length != size) {
        throw new UserError(
                ErrorCode.BB0623,
                "input `%s` takes %d numbers, not %d".formatted(input.name(), size, example.length))
            .note("one example has the shape " + input.shape());
      }
    }
    if (examples.size() == 1) {
      return new Tensor(shape, examples.getFirst());
    }
    if (size * examples.size() > Integer.MAX_VALUE - 8) {
      throw new UserError(ErrorCode.BB0625, "a batch of `" + input.name() + "` is too large")
          .help("run fewer examples at a time");
    }
    float[] all = new float[(int) size * examples.size()];
    for (int i = 0; i < examples.size(); i++) {
      System.arraycopy(examples.get(i), 0, all, i * (int) size, (int) size);
    }
    return new Tensor(shape, all);
  }

  private static IntStream dims(List<Integer> shape) {
    return shape.stream().mapToInt(Integer::intValue);
  }

  static <A> List<A> answers(
      Model model,
      Tensor batch,
      BiFunction<Map<String, Tensor>, Integer, A> answer,
      Options options) {
    Map<String, Tensor> outputs = predict(model, batch, options);
    List<A> answers = new ArrayList<>();
    for (int example = 0; example < batch.batch(); example++) {
      answers.add(answer.apply(outputs, example));
    }
    return List.copyOf(answers);
  }

  /** The best classes of each example, of the output that has labels. */
  static List<List<Prediction>> classes(Model model, Tensor batch, int top, Options options) {
    OutputInfo output =
        model.info().outputs().stream()
            .filter(o -> !o.labels().isEmpty())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no output has labels"));
    Tensor scores = predict(model, batch, options).get(output.name());
    List<List<Prediction>> classes = new ArrayList<>();
    for (int example = 0; example < batch.batch(); example++) {
      classes.add(Prediction.top(scores.example(example), output.labels(), top));
    }
    return List.copyOf(classes);
  }

  private static Map<String, Tensor> predict(Model model, Tensor batch, Options options) {
    return model.predict(Map.of(model.info().inputs().getFirst().name(), batch), options);
  }
}
