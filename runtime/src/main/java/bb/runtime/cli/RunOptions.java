package bb.runtime.cli;

import bb.runtime.ModelInfo;
import bb.runtime.io.Message;
import bb.runtime.io.OutputFile;
import bb.runtime.io.Synthetic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * The options of running a network, for `bbc run` and for a compiled jar alike. Input files can
 * also be given without {@code --input}; their position differs, so each command declares them
 * itself.
 */
public final class RunOptions {
  /** How the answer is printed. */
  enum Format {
    TEXT,
    JSON,

    /** NumPy's, of a network's only output. */
    NPY
  }

  private static final class FormatConverter implements ITypeConverter<Format> {
    @Override
    public Format convert(String text) {
      return switch (text) {
        case "text" -> Format.TEXT;
        case "json" -> Format.JSON;
        case "npy" -> Format.NPY;
        default ->
            throw new TypeConversionException("expected text, json or npy, not '" + text + "'");
      };
    }
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "A safetensors file, the index of several, or what PyTorch saved; or synthetic[:GAIN].")
  private String weights;

  @Mixin private NameOptions names;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = {
        "PNG, JPEG, .npy or JSON, or synthetic; NAME=FILE where there are several inputs.",
        "Several files make a batch."
      })
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "How many examples: of synthetic input, or copies of a single one.")
  private Integer batch;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "The most threads to use; 0, the default, is one per processor.")
  private int threads;

  @Option(
      names = "--require-vector",
      description = "Fail where the processor's engine has no vectors, rather than go without.")
  private boolean requireVector;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many classes to print; 5 by default.")
  private int top;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = FormatConverter.class,
      description =
          "How to write the answer: text, json or npy; by default as the --output file is called,"
              + " and text otherwise.")
  private Format format;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      defaultValue = OutputFile.STANDARD,
      description = "Write the answer to a file; - is standard output, the default.")
  private String output;

  /**
   * Refuses numbers out of range, a run without input, and an answer in place of an input.
   *
   * @param files the inputs given without an option
   */
  public void check(List<String> files) {
    require(batch == null || batch >= 1, "--batch has to be at least 1");
    require(threads >= 0, "--threads has to be at least 0");
    require(top >= 1, "--top has to be at least 1");
    require(!inputs(files).isEmpty(), "Missing input: give a file, or --input " + Synthetic.NAME);
    OutputFile.refuseInputs(output, read(files));
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(command.commandLine(), otherwise);
    }
  }

  Optional<String> weights() {
    return Optional.ofNullable(weights);
  }

  /** How names in the weight file become the network's. */
  NameOptions names() {
    return names;
  }

  List<String> inputs(List<String> files) {
    return Stream.concat(inputs.stream(), files.stream()).toList();
  }

  OptionalInt batch() {
    return batch == null ? OptionalInt.empty() : OptionalInt.of(batch);
  }

  int threads() {
    return threads;
  }

  boolean requireVector() {
    return requireVector;
  }

  int top() {
    return top;
  }

  /**
   * How the answers of a network are written.
   *
   * @throws ParameterException if that format does not hold them all
   */
  Format format(ModelInfo info) {
    Format chosen = format == null ? byName(output) : format;
    int outputs = info.outputs().size();
    require(
        chosen != Format.NPY || outputs == 1,
        Message.of(
            "an .npy file holds one output, and %s has %d: --format json writes them all",
            info.network(), outputs));
    return chosen;
  }

  private static Format byName(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    return name.endsWith(".npy") ? Format.NPY : name.endsWith(".json") ? Format.JSON : Format.TEXT;
  }

  /** Where the answer goes. */
  public String output() {
    return output;
  }

  /** The files that are read: what stands after a name of an input may be one, too. */
  private List<String> read(List<String> files) {
    return Stream.of(Stream.ofNullable(weights), names.files().stream(), inputs(files).stream())
        .flatMap(s -> s)
        .flatMap(file -> Stream.of(file, file.substring(file.indexOf('=') + 1)))
        .filter(file -> !file.equals(Synthetic.NAME))
        .toList();
  }
}
