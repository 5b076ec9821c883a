package bb.runtime.io;

import bb.runtime.ErrorCode;
import bb.runtime.ModelInfo;
import bb.runtime.ModelInfo.InputInfo;
import bb.runtime.Tensor;
import bb.runtime.UserError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Inputs as a user names them: {@code synthetic}, or files (PNG, JPEG, {@code .npy}, JSON), each
 * prefixed with {@code NAME=} where the network has several inputs. Several files for one input
 * follow one another in the batch. A batch size given beside files repeats a single example and
 * otherwise has to be the number of examples there are.
 */
public final class Inputs {
  /**
   * What a model is run on.
   *
   * @param tensors a tensor for each input
   * @param labels what each example is, for the answer: a file, or {@code file[2]} if it holds many
   */
  public record Batch(Map<String, Tensor> tensors, List<String> labels) {
    public Batch {
      labels = List.copyOf(labels);
    }
  }

  /** A file for an input, under whatever name. */
  private static final Pattern OTHER_NAME = Pattern.compile("(?<name>\\w+)=.+", Pattern.DOTALL);

  private final ModelInfo info;
  private final Map<String, List<Tensor>> parts = new LinkedHashMap<>();
  private final Map<String, List<String>> labels = new LinkedHashMap<>();

  private Inputs(ModelInfo info) {
    this.info = info;
    for (InputInfo input : info.inputs()) {
      parts.put(input.name(), new ArrayList<>());
      labels.put(input.name(), new ArrayList<>());
    }
  }

  /**
   * Reads all inputs of a model.
   *
   * @param specs {@code synthetic}, or {@code PATH}s and {@code NAME=PATH}s
   * @throws UserError if one is missing, unreadable or misshaped
   */
  public static Batch read(ModelInfo info, List<String> specs, OptionalInt batch) {
    if (specs.equals(List.of(Synthetic.NAME))) {
      int examples = batch.orElse(1);
      return new Batch(Synthetic.inputs(info, examples), exampleLabels(Synthetic.NAME, examples));
    }
    Inputs inputs = new Inputs(info);
    specs.forEach(inputs::add);
    return inputs.finish(batch);
  }

  /**
   * A {@code .npy} file as it is, whatever a model takes.
   *
   * @throws UserError if it cannot be read
   */
  public static Tensor array(String file) {
    return NpyInput.read(UserFiles.read(UserFiles.path(file)), file);
  }

  private static List<String> exampleLabels(String source, int examples) {
    return examples == 1
        ? List.of(source)
        : IntStream.range(0, examples).mapToObj(i -> source + "[" + i + "]").toList();
  }

  private void add(String spec) {
    Optional<InputInfo> named =
        info.inputs().stream().filter(i -> spec.startsWith(i.name() + "=")).findFirst();
    if (named.isEmpty()) {
      refuseOtherName(spec);
    }
    String source = named.map(i -> spec.substring(i.name().length() + 1)).orElse(spec);
    if (source.equals(Synthetic.NAME)) {
      throw new UserError(
              ErrorCode.BB0624, "`synthetic` fills every input and cannot stand beside files")
          .help("give `synthetic` alone, or a file for each input");
    }
    InputFile.read(info, source, named)
        .forEach((input, tensor) -> {
          parts.get(input.name()).add(tensor);
          labels.get(input.name()).addAll(exampleLabels(source, tensor.batch()));
        });
  }

  /**
   * A name and {@code =} may begin a file's name, too, but not that of a file that is not there.
   */
  private void refuseOtherName(String spec) {
    Matcher other = OTHER_NAME.matcher(spec);
    if (other.matches() && FileKind.of(UserFiles.path(spec)) == FileKind.NOTHING) {
      throw InputFile.unknown(info, spec, other.group("name"));
    }
  }

  private Batch finish(OptionalInt batch) {
    int examples = examples();
    int wanted = batch.orElse(examples);
    if (wanted != examples && examples != 1) {
      throw new UserError(
              ErrorCode.BB0625,
              Message.of(
                  "the batch is to be %,d, and the files hold %,d examples", wanted, examples))
          .note("only a single example is repeated")
          .help("leave `--batch` out");
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (InputInfo input : info.inputs()) {
      tensors.put(input.name(), joined(input, wanted));
    }
    List<String> names = labels.get(info.inputs().getFirst().name());
    return new Batch(tensors, wanted == examples ? names : exampleLabels(names.getFirst(), wanted));
  }

  /** How many examples every input has. */
  private int examples() {
    int examples = 0;
    for (InputInfo input : info.inputs()) {
      int found = parts.get(input.name()).stream().mapToInt(Tensor::batch).sum();
      if (found == 0) {
        throw new UserError(
                ErrorCode.BB0624,
                Message.of("input `%s` of network `%s` is missing", input.name(), info.network()))
            .help(Message.of("give a file: `--input %s=PATH`", input.name()));
      }
      if (examples != 0 && found != examples) {
        throw new UserError(
            ErrorCode.BB0625,
            Message.of(
                "input `%s` has %,d examples, and `%s` has %,d",
                info.inputs().getFirst().name(), examples, input.name(), found));
      }
      examples = found;
    }
    return examples;
  }

  /** The parts one after the other, or a single example as often as wanted. */
  private Tensor joined(InputInfo input, int wanted) {
    ExampleShape shape = ExampleShape.of(input);
    float[] data = new float[shape.elements(wanted)];
    List<Tensor> tensors = parts.get(input.name());
    int filled = 0;
    while (filled < data.length) {
      for (Tensor tensor : tensors) {
        System.arraycopy(tensor.data(), 0, data, filled, tensor.data().length);
        filled += tensor.data().length;
      }
    }
    return new Tensor(shape.batched(wanted), data);
  }
}
