package bb.cli;

import bb.ImportedSource;
import bb.diagnostics.Problems;
import bb.importing.Importer;
import bb.importing.darknet.DarknetImporter;
import bb.importing.darknet.Trained;
import bb.importing.lift.Dimensions;
import bb.importing.read.Refusal;
import bb.importing.ultralytics.UltralyticsImporter;
import bb.importing.write.Source;
import bb.source.SourceFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = "Makes a .bb file of an ONNX model, or of YOLO's .cfg or .yaml.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bbc import resnet50.onnx -o resnet50.bb --weights resnet50.safetensors",
      "  bbc import detector.onnx --shape image=1,3,640,640",
      "  bbc import yolov3.cfg --trained yolov3.weights -o yolov3.bb --weights yolov3.safetensors",
      "  bbc import yolov8.yaml --scale n -o yolov8n.bb",
      "  bbc import resnet50.onnx --check --onnxruntime onnxruntime-1.29.0.jar -o resnet50.bb"
    })
final class ImportCommand implements Callable<Integer> {
  private final Session session;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description = "The ONNX model, darknet's configuration or Ultralytics' table.")
  private String file;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "F",
      description = "The .bb file to write; standard output unless stated.")
  private Optional<String> output;

  @Option(
      names = "--weights",
      paramLabel = "F",
      description = "The safetensors file to write the model's tensors into.")
  private Optional<String> weights;

  @Option(
      names = "--trained",
      paramLabel = "F",
      description = "Darknet's weights of a configuration, which has none itself.")
  private Optional<String> trained;

  @Option(
      names = "--scale",
      paramLabel = "LETTER",
      description = "The size among a table's `scales`; that in the file's name unless stated.")
  private Optional<String> scale;

  @Option(
      names = "--shape",
      paramLabel = "INPUT=D,D,…",
      description = "The shape of an input, with a batch of one: --shape image=1,3,640,640")
  private List<String> shapes = List.of();

  @Option(
      names = "--dim",
      paramLabel = "NAME=N",
      description = "The size of a dimension that the model only names: --dim height=640")
  private List<String> sizes = List.of();

  @Mixin private ProofOptions proof;

  @Mixin private DiagnosticsOption diagnostics;

  ImportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.announce(
        Stream.of(Stream.of(file), trained.stream(), proof.files().stream())
            .flatMap(f -> f)
            .toList(),
        output);
    diagnostics.applyTo(session);
    Problems problems = new Problems();
    session.stage("reading " + file);
    try {
      Optional<Source> source = source(problems);
      if (source.isPresent() && proof.asked()) {
        Proof.run(session, proof, file, source.get(), problems);
      }
      if (source.isPresent() && !problems.hasErrors()) {
        write(source.get(), problems);
      }
    } catch (Refusal e) {
      problems.add(e.diagnostic());
    }
    return session.finish(problems);
  }

  private Optional<Source> source(Problems problems) {
    String called = String.valueOf(Path.of(file).getFileName());
    if (called.endsWith(".yaml") || called.endsWith(".yml")) {
      return table(called, problems);
    }
    if (scale.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "`--scale` is for a .yaml, and `%s` is none".formatted(file));
    }
    if (called.endsWith(".cfg")) {
      return described(called, problems);
    }
    if (trained.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "`--trained` is for a .cfg, and `%s` is none".formatted(file));
    }
    Dimensions dimensions = dimensions();
    ByteBuffer bytes = ModelFiles.model(file);
    ModelFiles beside = ModelFiles.beside(Path.of(file));
    Optional<Source> source =
        Importer.run(bytes, beside, called, dimensions, ImportedSource::tensors, problems);
    session.alsoRead(beside.opened());
    return source;
  }

  /** A network of a format that has no numbers. */
  private Optional<Source> table(String called, Problems problems) {
    if (trained.isPresent() || weights.isPresent() || proof.asked()) {
      throw new ParameterException(
          spec.commandLine(),
          "`%s` has no weights; those of a checkpoint have the names of the .bb file"
              .formatted(file));
    }
    Dimensions dimensions = dimensions();
    Optional<List<Long>> image = Optional.ofNullable(dimensions.shapes().get("image"));
    boolean other = !sizes.isEmpty() || shapes.size() > (image.isPresent() ? 1 : 0);
    if (other || image.isPresent() && (image.get().size() != 4 || image.get().getFirst() != 1)) {
      throw new ParameterException(
          spec.commandLine(), "the input of a table is `image`: `--shape image=1,3,640,640`");
    }
    return UltralyticsImporter.run(
        ModelFiles.text(file),
        called,
        new UltralyticsImporter.Wanted(scale, image.map(dims -> dims.subList(1, 4))),
        ImportedSource::tensors,
        problems);
  }

  /** A network of a format that has no numbers, or has them in another file. */
  private Optional<Source> described(String called, Problems problems) {
    if (!shapes.isEmpty() || !sizes.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "`--shape` and `--dim` are for ONNX models; `%s` says its sizes".formatted(file));
    }
    SourceFile text = ModelFiles.text(file);
    Optional<Source> source =
        DarknetImporter.run(
            text,
            called,
            trained.map(weights -> new Trained(weights, ModelFiles.model(weights))),
            ImportedSource::tensors,
            problems);
    boolean asked = weights.isPresent() || proof.asked();
    if (source.isPresent() && asked && !source.get().weights().known()) {
      throw new ParameterException(
          spec.commandLine(),
          "`%s` has no weights; `--trained` names the file that does".formatted(file));
    }
    return source;
  }

  /** The weights first: a source whose weights are missing would be half of what was asked for. */
  private void write(Source source, Problems problems) {
    boolean written =
        weights
            .map(target -> {
              session.stage("writing " + target);
              return session.write(target, stream -> source.weights().write(stream), problems);
            })
            .orElse(true);
    if (written) {
      byte[] text = source.text().getBytes(StandardCharsets.UTF_8);
      session.write(output.orElse("-"), stream -> stream.write(text), problems);
    }
  }

  private Dimensions dimensions() {
    Map<String, List<Long>> byInput = new HashMap<>();
    for (String shape : shapes) {
      byInput.put(
          before(shape), Stream.of(after(shape).split(",")).map(s -> size(shape, s)).toList());
    }
    Map<String, Long> byName = new HashMap<>();
    sizes.forEach(dim -> byName.put(before(dim), size(dim, after(dim))));
    return new Dimensions(byInput, byName);
  }

  private String before(String option) {
    int equals = option.lastIndexOf('=');
    if (equals < 1) {
      throw new ParameterException(
          spec.commandLine(), "`%s` is not of the form NAME=NUMBERS".formatted(option));
    }
    return option.substring(0, equals);
  }

  private static String after(String option) {
    return option.substring(option.lastIndexOf('=') + 1);
  }

  private long size(String option, String text) {
    try {
      long size = Long.parseLong(text.strip());
      if (size > 0) {
        return size;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw new ParameterException(
        spec.commandLine(), "`%s` in `%s` is no size".formatted(text, option));
  }
}
