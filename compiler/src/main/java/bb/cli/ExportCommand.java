package bb.cli;

import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.graph.Lowering;
import bb.onnx.OnnxModel;
import bb.program.Program;
import bb.runtime.ModelInfo;
import bb.runtime.UserError;
import bb.runtime.WeightSource;
import bb.runtime.cli.NameOptions;
import bb.runtime.io.WeightBinding;
import bb.runtime.io.Weights;
import bb.torch.PyTorchFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Writes a network in a format that other engines run or train.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bbc export digits.bb --weights digits.safetensors -o digits.onnx",
      "  bbc export resnet.bb --network ResNet50 --format onnx --weights synthetic",
      "  bbc export resnet.bb --network ResNet50 --format pytorch -o resnet50.py",
      "  bbc export digits.bb --format pytorch --train -o digits.py"
    })
final class ExportCommand implements Callable<Integer> {
  private final Session session;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The .bb file.")
  private String file;

  @Option(
      names = "--format",
      paramLabel = "onnx|pytorch",
      defaultValue = "onnx",
      converter = Words.ExportFormat.class,
      description = "The format; onnx unless stated. pytorch is a Python file, without weights.")
  private Words.Export format;

  @Option(
      names = "--train",
      description =
          "With pytorch: add a loop that trains the network, on a folder of pictures or .npy files.")
  private boolean train;

  @Option(
      names = "--weights",
      paramLabel = "W",
      description = "A safetensors file, or what PyTorch saved; or synthetic[:GAIN].")
  private Optional<String> weights;

  @Mixin private NameOptions names;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "F",
      description = "The file to write; the network's name unless stated.")
  private Optional<String> output;

  @Mixin private NetworkOption network;

  @Mixin private DenyOption deny;

  @Mixin private DiagnosticsOption diagnostics;

  @Mixin private ImportOption imports;

  ExportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (train && format != Words.Export.PYTORCH) {
      throw new ParameterException(
          spec.commandLine(), "--train writes Python: it needs --format pytorch");
    }
    session.announce(
        Stream.of(Stream.of(file), weights.stream(), names.files().stream())
            .flatMap(s -> s)
            .toList(),
        output);
    diagnostics.applyTo(session);
    Problems problems = deny.problems();
    Optional<Graph> graph =
        Networks.one(session, imports.sources(), file, network.call(problems), problems);
    try {
      graph.ifPresent(g -> {
        switch (format) {
          case ONNX -> onnx(g, problems);
          case PYTORCH -> pytorch(g, problems);
        }
      });
    } catch (UserError e) {
      return session.finish(problems, e);
    }
    return session.finish(problems);
  }

  private void pytorch(Graph graph, Problems problems) {
    session.stage("exporting " + graph.name());
    String source = Path.of(file).getFileName().toString();
    Optional<String> written =
        train
            ? PyTorchFile.withTraining(graph, source, problems)
            : PyTorchFile.of(graph, source, problems);
    written.ifPresent(text -> {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      session.write(output.orElse(graph.name() + ".py"), stream -> stream.write(bytes), problems);
    });
  }

  private void onnx(Graph graph, Problems problems) {
    session.stage("exporting " + graph.name());
    Program program = Lowering.lower(graph);
    OnnxModel.of(program, graph.buffers(), problems)
        .ifPresent(
            model -> write(model, weights(graph), output.orElse(graph.name() + ".onnx"), problems));
  }

  /** The weights, which fit the network. */
  private WeightSource weights(Graph graph) {
    ModelInfo card = WeightCheck.card(graph, file);
    WeightSource source =
        weights
            .map(named -> names.apply(Weights.open(named)))
            .orElseGet(() -> Weights.unnamed(card));
    return WeightBinding.bind(card, source);
  }

  /** Writes the model; what is too large for it goes into a file beside it, and is there first. */
  private void write(OnnxModel model, WeightSource source, String target, Problems problems) {
    session.stage("writing " + target);
    if (!model.needsDataFile()) {
      session.write(target, stream -> model.write(source, stream), problems);
      return;
    }
    String data = target + ".data";
    if (session.write(data, stream -> model.writeData(source, stream), problems)) {
      String name = Path.of(data).getFileName().toString();
      session.write(target, stream -> model.write(name, stream), problems);
    }
  }
}
