package bb.cli;

import bb.backend.GeneratedFile;
import bb.backend.jar.JarWriter;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.runtime.WeightSource;
import bb.runtime.io.WeightBinding;
import bb.runtime.io.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "compile",
    mixinStandardHelpOptions = true,
    description = "Makes a jar that runs a network by itself, on any machine with a JDK 25.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bbc compile digits.bb --weights digits.safetensors -o digits.jar",
      "  java -jar digits.jar seven.png"
    })
final class CompileCommand implements Callable<Integer> {
  private final Session session;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The .bb file.")
  private String file;

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description = "Which network, where the file has several.")
  private Optional<String> network;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "F",
      description = "The jar to write; the network's name unless stated.")
  private Optional<String> output;

  @Option(
      names = "--weights",
      paramLabel = "W",
      description = "A safetensors file to put into the jar.")
  private Optional<String> weights;

  @Option(
      names = "--emit-sources",
      paramLabel = "DIR",
      description = "Write the generated Java below this folder, too.")
  private Optional<String> sources;

  CompileCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (weights.filter(w -> w.startsWith("synthetic")).isPresent()) {
      throw new ParameterException(
          spec.commandLine(),
          "synthetic weights are made where the network runs: java -jar … --weights synthetic");
    }
    Problems problems = new Problems();
    Optional<Graph> graph = Networks.one(session, file, network, problems);
    Optional<Engine.Built> built =
        graph.flatMap(g -> Engine.build(session, g, weights.isPresent(), problems));
    if (built.isEmpty()) {
      return session.finish(problems);
    }
    weights.ifPresent(w -> checkWeights(w, built.get()));
    writeSources(built.get().sources(), problems);
    String jar = output.orElse(graph.get().name() + ".jar");
    session.stage("writing " + jar);
    OutputFile.write(
        jar,
        stream -> JarWriter.write(stream, built.get().model(), weights.map(Path::of)),
        problems);
    return session.finish(problems);
  }

  /** Says what is wrong with the weights now, rather than when the jar runs. */
  private void checkWeights(String path, Engine.Built built) {
    session.stage("checking " + path);
    WeightSource source = Weights.open(path);
    WeightBinding.check(built.load().info(), source);
  }

  private void writeSources(List<GeneratedFile> files, Problems problems) {
    if (sources.isEmpty()) {
      return;
    }
    session.stage("writing sources");
    for (GeneratedFile generated : files) {
      Path path = Path.of(sources.get(), generated.path());
      try {
        Files.createDirectories(path.getParent());
      } catch (IOException e) {
        problems.add(
            CommandProblems.notWritten(path.getParent().toString(), SourceReader.reason(e)));
        return;
      }
      byte[] text = generated.text().getBytes(StandardCharsets.UTF_8);
      OutputFile.write(path.toString(), stream -> stream.write(text), problems);
    }
  }
}
