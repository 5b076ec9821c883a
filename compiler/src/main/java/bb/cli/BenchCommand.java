package bb.cli;

import bb.diagnostics.Problems;
import bb.runtime.UserError;
import bb.runtime.cpu.Lanes;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures how long a network takes, with synthetic weights and input.",
      "The first run and the time to load are measured cold, the others after a warm-up."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bbc bench resnet.bb --network ResNet50 --batch 8 --threads 2 --format json",
      "  bbc bench resnet.bb --network ResNet50 --threads 1 --layers"
    })
final class BenchCommand implements Callable<Integer> {
  private final Session session;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The .bb file.")
  private String file;

  @Option(
      names = "--batch",
      paramLabel = "B",
      defaultValue = "1",
      description = "How many examples at once; 1 unless stated.")
  private int batch;

  @Option(
      names = "--threads",
      paramLabel = "T",
      defaultValue = "0",
      description = "The most threads to use; 0, the default, is one per processor.")
  private int threads;

  @Option(
      names = "--require-vector",
      description = "Fail where the engine has no vectors, rather than go without.")
  private boolean requireVector;

  @Option(
      names = "--runs",
      paramLabel = "R",
      defaultValue = "20",
      description = "How many runs to measure; 20 unless stated.")
  private int runs;

  @Option(
      names = "--layers",
      description =
          "Measure each layer by itself: its time and share, GFLOP/s, the memory that it moves at"
              + " the least, how it is computed and what that was expected to cost.")
  private boolean layers;

  @Option(
      names = "--format",
      paramLabel = "text|json",
      defaultValue = "text",
      converter = Words.TextOrJson.class,
      description = "How to print the result; text unless stated.")
  private Words.Format format;

  @Mixin private PlanOption plan;

  @Mixin private NetworkOption network;

  @Mixin private DenyOption deny;

  @Mixin private DiagnosticsOption diagnostics;

  @Mixin private ImportOption imports;

  BenchCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    require(batch >= 1, "--batch must be at least 1");
    require(threads >= 0, "--threads must be at least 0");
    require(runs >= 1, "--runs must be at least 1");
    diagnostics.applyTo(session);
    Problems problems = deny.problems();
    Optional<Engine.Loaded> model =
        Networks.one(session, imports.sources(), file, network.call(problems), problems)
            .flatMap(graph -> Engine.load(session, graph, plan.options(), problems));
    if (model.isEmpty()) {
      return session.finish(problems);
    }
    try {
      if (requireVector) {
        Lanes.require();
      }
      session.print(layers ? layers(model.get()) : whole(model.get()));
    } catch (UserError e) {
      return session.finish(problems, e);
    }
    return session.finish(problems);
  }

  private String whole(Engine.Loaded model) {
    Bench bench = Bench.measure(session, model, batch, threads, runs);
    return format == Words.Format.JSON ? bench.json() : bench.text(batch);
  }

  private String layers(Engine.Loaded model) {
    LayerBench bench = LayerBench.measure(session, model, batch, threads, runs);
    return format == Words.Format.JSON ? LayerTable.json(bench) : LayerTable.text(bench);
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }
}
