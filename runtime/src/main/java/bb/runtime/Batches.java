package bb.runtime;

import bb.runtime.ModelInfo.InputInfo;
import bb.runtime.ModelInfo.OutputInfo;
import bb.runtime.engine.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Examples of a model's only input as a batch, and what it says of each. */
final class Batches {
  private Batches() {}

  /** A batch, and how it is to be answered. */
  record Batch(Model model, Tensor numbers, Options options) {}

  private static void present(List<?> list, String parameter) {
    Objects.requireNonNull(list, parameter);
    for (Object example : list) {
      Objects.requireNonNull(example, parameter);
    }
  }

  /** Pictures as an input takes them; what that takes is part of the time that options give. */
  static Batch pictures(Model model, List<Image> pictures, Options options) {
    present(pictures, "pictures");
    Objects.requireNonNull(options, "options");
    InputInfo input = model.info().inputs().getFirst();
    Stop stop = Stop.of(options);
    String network = model.info().network();
    long begin = System.nanoTime();
    List<float[]> examples = new ArrayList<>();
    for (Image picture : pictures) {
      examples.add(picture.numbers(input, () -> stop.check(network)));
    }
    long nanos = System.nanoTime() - begin;
    options.listener().ifPresent(told -> told.phase(Listener.Phase.PREPARE, nanos));
    return new Batch(model, batch(input, examples), stop.rest(options));
  }

  /** Lists of whole numbers; a float holds those below 2^24, and no vocabulary has more. */
  static Batch lists(Model model, List<int[]> lists, Options options) {
    present(lists, "lists");
    Objects.requireNonNull(options, "options");
    List<float[]> examples = lists.stream().map(Batches::floats).toList();
    return examples(model, examples, options);
  }

  static float[] floats(int[] ids) {
    float[] floats = new float[ids.length];
    for (int i = 0; i < ids.length; i++) {
      floats[i] = ids[i];
    }
    return floats;
  }

  static Batch examples(Model model, List<float[]> examples, Options options) {
    present(examples, "examples");
    Objects.requireNonNull(options, "options");
    return new Batch(model, batch(model.info().inputs().getFirst(), examples), options);
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

  static <A> List<A> answers(Batch batch, BiFunction<Map<String, Tensor>, Integer, A> answer) {
    Map<String, Tensor> outputs = predict(batch);
    List<A> answers = new ArrayList<>();
    for (int example = 0; example < batch.numbers().batch(); example++) {
      answers.add(answer.apply(outputs, example));
    }
    return List.copyOf(answers);
  }

  /** The best classes of each example, of the output that has labels. */
  static List<List<Prediction>> classes(Batch batch, int top) {
    OutputInfo output =
        batch.model().info().outputs().stream()
            .filter(o -> !o.labels().isEmpty())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no output has labels"));
    Tensor scores = predict(batch).get(output.name());
    List<List<Prediction>> classes = new ArrayList<>();
    for (int example = 0; example < batch.numbers().batch(); example++) {
      classes.add(Prediction.top(scores.example(example), output.labels(), top));
    }
    return List.copyOf(classes);
  }

  private static Map<String, Tensor> predict(Batch batch) {
    String input = batch.model().info().inputs().getFirst().name();
    return batch.model().predict(Map.of(input, batch.numbers()), batch.options());
  }
}
