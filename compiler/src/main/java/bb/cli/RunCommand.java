package bb.cli;

import bb.diagnostics.Problems;
import bb.runtime.ModelInfo;
import bb.runtime.UserError;
import bb.runtime.cli.RunAction;
import bb.runtime.cli.RunOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs a network on pictures or arrays and prints its answer.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bbc run digits.bb --weights digits.safetensors seven.png three.png --top 3",
      "  bbc run resnet.bb --network ResNet50 --weights synthetic --input synthetic --format json"
    })
final class RunCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "FILE", description = "The .bb file.")
  private String file;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "INPUT",
      description = "Input files, as with --input.")
  private List<String> inputs = new ArrayList<>();

  @Mixin private RunOptions options;

  @Mixin private PlanOption plan;

  @Mixin private NetworkOption network;

  @Mixin private DenyOption deny;

  @Mixin private DiagnosticsOption diagnostics;

  @Mixin private ImportOption imports;

  RunCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    options.check(inputs);
    session.announce(List.of(file), Optional.of(options.output()));
    diagnostics.applyTo(session);
    Problems problems = deny.problems();
    Optional<Engine.Loaded> loaded =
        Networks.one(session, imports.sources(), file, network.call(problems), problems)
            .flatMap(graph -> Engine.load(session, graph, plan.options(), problems));
    if (loaded.isEmpty()) {
      return session.finish(problems);
    }
    ModelInfo card = loaded.get().card();
    session.stage("running " + card.network());
    var answer = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(answer, false, StandardCharsets.UTF_8);
    try {
      RunAction.run(
          options, inputs, card, Optional.empty(), loaded.get().model()::withWeights, out);
    } catch (UserError e) {
      return session.finish(problems, e);
    }
    session.print(answer.toString(StandardCharsets.UTF_8));
    return session.finish(problems);
  }
}
