package bb.runtime.io;

import bb.runtime.ErrorCode;
import bb.runtime.ModelInfo;
import bb.runtime.ModelInfo.InputInfo;
import bb.runtime.Tensor;
import bb.runtime.UserError;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One file of input: which of the model's inputs it is for, and its examples. */
final class InputFile {
  private final ModelInfo info;
  private final String source;

  private InputFile(ModelInfo info, String source) {
    this.info = info;
    this.source = source;
  }

  /** What is wrong where {@code source} gives an input that the model has not. */
  static UserError unknown(ModelInfo info, String source, String input) {
    return new InputFile(info, source).unknownInput(input);
  }

  /**
   * Reads a file.
   *
   * @param named the input it is for, if the user says so
   * @return a batch for each input that the file holds; only JSON holds several
   */
  static Map<InputInfo, Tensor> read(ModelInfo info, String source, Optional<InputInfo> named) {
    return new InputFile(info, source).read(named);
  }

  private Map<InputInfo, Tensor> read(Optional<InputInfo> named) {
    byte[] bytes = UserFiles.read(UserFiles.path(source));
    InputFormat format = InputFormat.of(bytes, source);
    return switch (format) {
      case PNG, JPEG, WEBP -> {
        InputInfo input = named.orElseGet(this::onlyInput);
        Picture picture = ImageDecoder.decode(bytes, source, format);
        yield Map.of(input, ImageInput.read(picture, source, input));
      }
      case NPY -> {
        InputInfo input = named.orElseGet(this::onlyInput);
        yield Map.of(input, examples(NpyInput.read(bytes, source), input, false));
      }
      case JSON -> json(bytes, named);
    };
  }

  private Map<InputInfo, Tensor> json(byte[] bytes, Optional<InputInfo> named) {
    Map<InputInfo, Tensor> read = new LinkedHashMap<>();
    JsonInput.read(bytes, source)
        .forEach((name, array) -> {
          InputInfo input = name.isEmpty() ? named.orElseGet(this::onlyInput) : inputNamed(name);
          read.put(input, examples(array, input, true));
        });
    return read;
  }

  private InputInfo onlyInput() {
    if (info.inputs().size() == 1) {
      return info.inputs().getFirst();
    }
    String first = info.inputs().getFirst().name();
    throw new UserError(
            ErrorCode.BB0624,
            Message.of("network `%s` has several inputs: %s", info.network(), names()))
        .help(Message.of("say which one the file is: `--input %s=%s`", first, source));
  }

  private InputInfo inputNamed(String name) {
    return info.inputs().stream()
        .filter(input -> input.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknownInput(name));
  }

  private UserError unknownInput(String name) {
    List<String> names = info.inputs().stream().map(InputInfo::name).toList();
    UserError error =
        new UserError(
            ErrorCode.BB0624,
            Message.of(
                "`%s` gives an input `%s`, which network `%s` has not",
                source, name, info.network()));
    return Nearest.to(name, names)
        .map(near -> error.help("did you mean `" + near + "`?"))
        .orElseGet(() -> error.note("its inputs: " + names()));
  }

  private String names() {
    return info.inputs().stream()
        .map(input -> "`" + input.name() + "`")
        .collect(Collectors.joining(", "));
  }

  /** The array as a batch of examples; a flat list may hold any whole number of them. */
  private Tensor examples(Tensor array, InputInfo input, boolean flatAllowed) {
    ExampleShape shape = ExampleShape.of(input);
    Optional<Integer> batch = shape.batchOf(array.shape());
    if (batch.isEmpty() && flatAllowed && array.shape().length == 1) {
      int count = array.data().length;
      batch =
          count % shape.elements() == 0
              ? Optional.of((int) (count / shape.elements()))
              : Optional.empty();
    }
    int examples = batch.filter(b -> b > 0).orElseThrow(() -> misshaped(array.shape(), shape));
    Tensor tensor = new Tensor(shape.batched(examples), array.data());
    if (input.isInteger()) {
      checkIds(tensor, input);
    }
    return tensor;
  }

  private UserError misshaped(int[] found, ExampleShape shape) {
    return new UserError(
        ErrorCode.BB0623,
        Message.of(
            "`%s` is %s, and input `%s` takes %s",
            source, Arrays.toString(found), shape.input(), shape.expected()));
  }

  /** Numbers that are no token ids may be below zero. */
  private void checkIds(Tensor tensor, InputInfo input) {
    boolean any = input.vocabulary() == 0;
    double first = any ? Integer.MIN_VALUE : 0;
    double last = any ? Integer.MAX_VALUE : input.vocabulary() - 1;
    for (float id : tensor.data()) {
      if (!(id >= first && id <= last && id == Math.rint(id))) {
        String range =
            any
                ? "whole numbers of 32 bits"
                : "whole numbers from 0 to " + (input.vocabulary() - 1);
        throw new UserError(
            ErrorCode.BB0626,
            Message.of("`%s` holds %s, and input `%s` takes %s", source, id, input.name(), range));
      }
    }
  }
}
