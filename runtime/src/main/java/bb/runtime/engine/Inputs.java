package bb.runtime.engine;

import bb.runtime.ErrorCode;
import bb.runtime.Model;
import bb.runtime.ModelInfo;
import bb.runtime.Options;
import bb.runtime.Tensor;
import bb.runtime.UserError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a caller gives a model: checked, and the room for what it gets back. */
public final class Inputs {
  /** Input of the wrong shape. */
  private static final ErrorCode SHAPE = ErrorCode.BB0623;

  /** Inputs that the network has not. */
  private static final ErrorCode NAMES = ErrorCode.BB0624;

  /** Batches that differ. */
  private static final ErrorCode BATCH = ErrorCode.BB0625;

  /** Token ids that the network has not. */
  private static final ErrorCode IDS = ErrorCode.BB0626;

  /** The JIT compiles again what has been called often. */
  private static final int WARM_ANSWERS = 50;

  private static final long WARM_NANOS = 1_000_000_000;

  private Inputs() {}

  /** Throws a {@link UserError} that lists all that is wrong of a kind. */
  public static void check(ModelInfo info, Map<String, Tensor> inputs) {
    checkShapes(info, inputs);
    for (int i = 0; i < info.inputs().size(); i++) {
      ModelInfo.InputInfo input = info.inputs().get(i);
      checkIds(input, inputs.get(input.name()));
    }
  }

  /** The same for names, shapes and batches, but not for what the tensors hold. */
  public static void checkShapes(ModelInfo info, Map<String, Tensor> inputs) {
    Objects.requireNonNull(inputs, "inputs");
    if (!fit(info, inputs)) {
      explain(info, inputs);
    }
  }

  /** How many examples there are. */
  public static int batch(ModelInfo info, Map<String, Tensor> inputs) {
    return inputs.get(info.inputs().getFirst().name()).batch();
  }

  /** Throws a {@link UserError} if there is no room for the answer. */
  public static void checkOutputs(ModelInfo info, Map<String, Tensor> outputs, int batch) {
    Objects.requireNonNull(outputs, "outputs");
    for (int i = 0; i < info.outputs().size(); i++) {
      ModelInfo.OutputInfo output = info.outputs().get(i);
      Tensor tensor = outputs.get(output.name());
      if (tensor == null) {
        throw new UserError(NAMES, "there is no room for output `" + output.name() + "`");
      }
      if (!isBatch(tensor.shape(), output.shape()) || tensor.batch() != batch) {
        throw new UserError(
            SHAPE,
            "output `%s` is a batch of %d of %s, not %s"
                .formatted(output.name(), batch, output.shape(), Arrays.toString(tensor.shape())));
      }
    }
  }

  /** The numbers of one example of an output, counted from 0. */
  public static float[] example(Map<String, Tensor> outputs, String name, int example) {
    Tensor tensor = Objects.requireNonNull(outputs, "outputs").get(name);
    if (tensor == null) {
      throw new UserError(NAMES, "there is no output `" + name + "`");
    }
    return tensor.example(example);
  }

  /** The only output of a network, in the caller's array. */
  public static Map<String, Tensor> singleOutput(ModelInfo info, float[] output, int batch) {
    ModelInfo.OutputInfo out = info.outputs().getFirst();
    int[] shape = batched(batch, out.shape());
    int size = elements(out.name(), shape);
    if (output.length != size) {
      throw new UserError(
          SHAPE, "output `%s` has %d numbers, not %d".formatted(out.name(), size, output.length));
    }
    return Map.of(out.name(), new Tensor(shape, output));
  }

  /** As {@link bb.runtime.Model#warmUp}. */
  public static void warmUp(Model model) {
    ModelInfo info = model.info();
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (ModelInfo.InputInfo input : info.inputs()) {
      int[] shape = batched(1, input.shape());
      inputs.put(input.name(), new Tensor(shape, new float[elements(input.name(), shape)]));
    }
    Map<String, Tensor> outputs = outputs(info, 1);
    long end = System.nanoTime() + WARM_NANOS;
    int answers = 0;
    do {
      model.predictInto(inputs, outputs, Options.DEFAULT);
      answers++;
    } while (answers < WARM_ANSWERS && System.nanoTime() < end);
  }

  /** Finds out without allocating what is nearly always so. */
  private static boolean fit(ModelInfo info, Map<String, Tensor> inputs) {
    boolean fit = inputs.size() == info.inputs().size();
    int batch = 0;
    for (int i = 0; fit && i < info.inputs().size(); i++) {
      ModelInfo.InputInfo input = info.inputs().get(i);
      Tensor tensor = inputs.get(input.name());
      fit = tensor != null && isBatch(tensor.shape(), input.shape());
      fit = fit && (i == 0 || tensor.batch() == batch);
      batch = fit ? tensor.batch() : 0;
    }
    return fit;
  }

  private static boolean isBatch(int[] shape, List<Integer> example) {
    boolean is = shape.length == example.size() + 1 && shape[0] != 0;
    for (int i = 1; is && i < shape.length; i++) {
      is = shape[i] == example.get(i - 1);
    }
    return is;
  }

  private static void explain(ModelInfo info, Map<String, Tensor> inputs) {
    List<String> known = info.inputs().stream().map(ModelInfo.InputInfo::name).toList();
    List<String> names = new ArrayList<>();
    known.stream()
        .filter(name -> inputs.get(name) == null)
        .forEach(name -> names.add("`" + name + "` is missing"));
    inputs.keySet().stream()
        .filter(name -> !known.contains(name))
        .sorted()
        .forEach(name -> names.add("`" + name + "` is not an input; the inputs are " + known));
    complain(NAMES, "these are not the inputs of `" + info.network() + "`", names);
    List<String> shapes = new ArrayList<>();
    for (ModelInfo.InputInfo input : info.inputs()) {
      int[] shape = inputs.get(input.name()).shape();
      int batch = shape.length == 0 ? 0 : shape[0];
      if (batch == 0 || !Arrays.equals(shape, batched(batch, input.shape()))) {
        shapes.add(
            "`"
                + input.name()
                + "` takes a batch of "
                + input.shape()
                + ", not "
                + Arrays.toString(shape));
      }
    }
    complain(SHAPE, "these inputs do not fit `" + info.network() + "`", shapes);
    List<String> batches =
        known.stream().map(name -> "`" + name + "`: " + inputs.get(name).batch()).toList();
    boolean differ = inputs.values().stream().map(Tensor::batch).distinct().count() > 1;
    complain(
        BATCH, "the inputs differ in how many examples they hold", differ ? batches : List.of());
  }

  /** An id is the number of a row of a table: one beyond it would read what is no row. */
  private static void checkIds(ModelInfo.InputInfo input, Tensor tensor) {
    for (int i = 0; input.vocabulary() > 0 && i < tensor.data().length; i++) {
      float id = tensor.data()[i];
      if (!(id >= 0 && id < input.vocabulary() && id == Math.rint(id))) {
        throw new UserError(
            IDS,
            "`%s` holds %s, and takes whole numbers from 0 to %d"
                .formatted(input.name(), id, input.vocabulary() - 1));
      }
    }
  }

  private static void complain(ErrorCode code, String message, List<String> details) {
    if (!details.isEmpty()) {
      throw new UserError(code, message).note(details.toArray(String[]::new));
    }
  }

  /** A tensor of zeros for each output, in the model's order. */
  public static Map<String, Tensor> outputs(ModelInfo info, int batch) {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    for (ModelInfo.OutputInfo output : info.outputs()) {
      int[] shape = batched(batch, output.shape());
      outputs.put(output.name(), new Tensor(shape, new float[elements(output.name(), shape)]));
    }
    return outputs;
  }

  /**
   * The only input of a network of one input and one output, from examples laid one after the
   * other.
   */
  public static Map<String, Tensor> single(ModelInfo info, float[] input) {
    if (info.inputs().size() != 1 || info.outputs().size() != 1) {
      throw new UserError(NAMES, "`" + info.network() + "` has several inputs or outputs")
          .help("give the inputs by name");
    }
    ModelInfo.InputInfo in = info.inputs().getFirst();
    int size = elements(in.name(), batched(1, in.shape()));
    if (input.length == 0 || input.length % size != 0) {
      throw new UserError(
              SHAPE,
              "input `"
                  + in.name()
                  + "` takes a multiple of "
                  + size
                  + " numbers, not "
                  + input.length)
          .note("one example has the shape " + in.shape());
    }
    return Map.of(in.name(), new Tensor(batched(input.length / size, in.shape()), input));
  }

  private static int[] batched(int batch, List<Integer> shape) {
    int[] dims = new int[shape.size() + 1];
    dims[0] = batch;
    for (int i = 0; i < shape.size(); i++) {
      dims[i + 1] = shape.get(i);
    }
    return dims;
  }

  private static int elements(String name, int[] shape) {
    long elements = 1;
    for (int dim : shape) {
      elements *= dim;
      if (elements > Integer.MAX_VALUE - 64) {
        throw new UserError(SHAPE, "a batch of `" + name + "` is too large")
            .help("run fewer examples at a time");
      }
    }
    return (int) elements;
  }
}
