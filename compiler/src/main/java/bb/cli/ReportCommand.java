package bb.cli;

import bb.diagnostics.Problems;
import bb.diagnostics.Severity;
import bb.graph.Graph;
import bb.model.NetworkCall;
import bb.report.Renderer;
import bb.report.Reported;
import bb.report.Sweep;
import bb.report.SweepText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Reports layers, parameters, multiply-adds, memory and receptive fields of networks.",
      "Without --network it covers each network whose parameters all have defaults.",
      "A network that fails an assertion or a budget is reported, too, before what is wrong."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bbc report resnet.bb --network ResNet50 --depth 1",
      "  bbc report resnet.bb --format html -o resnet.html",
      "  bbc report resnet.bb --network ResNet50 --format svg -o resnet50.svg",
      "  bbc report zoo/*.bb --format json -o zoo.json",
      "  bbc report mobilenet_v2.bb --set width=0.5,0.75,1 --set size=128..224..32"
    })
final class ReportCommand implements Callable<Integer> {
  private final Session session;

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "The .bb files.")
  private List<String> files;

  @Option(
      names = "--format",
      paramLabel = "table|tree|json|csv|html|svg|mermaid|dot|markdown",
      defaultValue = "table",
      converter = Words.ReportFormat.class,
      description = "How to print it; table unless stated.")
  private Renderer format;

  @Option(
      names = "--depth",
      paramLabel = "D",
      description = {
        "Sum up all that lies deeper than D parts of the layers' names;",
        "in a drawing, open D blocks that lie in each other."
      })
  private Optional<Integer> depth;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "F",
      description = "Write to this file instead of standard output.")
  private Optional<String> output;

  @Mixin private NetworkOption network;

  @Mixin private BudgetOption budgets;

  @Mixin private DenyOption deny;

  @Mixin private DiagnosticsOption diagnostics;

  @Mixin private ImportOption imports;

  ReportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (depth.isPresent() && depth.get() < 1) {
      throw new ParameterException(spec.commandLine(), "--depth must be at least 1");
    }
    session.announce(files, output);
    diagnostics.applyTo(session);
    Problems problems = deny.problems();
    List<Settings> settings =
        network.settings().stream().map(text -> Settings.read(text, problems)).toList();
    if (problems.hasErrors()) {
      return session.finish(problems);
    }
    if (settings.stream().anyMatch(Settings::isSweep)) {
      return sweep(settings, problems);
    }
    List<Graph> graphs = graphs(problems);
    if (graphs.isEmpty() && problems.hasErrors()) {
      return session.finish(problems);
    }
    if (format.isOfOne() && graphs.size() > 1) {
      List<String> names = graphs.stream().map(Graph::name).toList();
      problems.add(CommandProblems.severalNetworks(files.getFirst(), names));
      return session.finish(problems);
    }
    List<Reported> reports = Engine.reported(session, graphs);
    graphs.forEach(graph -> budgets.excess(graph).ifPresent(problems::add));
    session.stage("writing the report");
    return print(
        format.render(reports, depth.map(OptionalInt::of).orElse(OptionalInt.empty())),
        problems,
        isPartial(problems));
  }

  /** Whether a network is missing, which none is for failing a budget, an assertion or a lint. */
  private static boolean isPartial(Problems problems) {
    return problems.sorted().stream().anyMatch(p -> p.code().severity() == Severity.ERROR);
  }

  private int print(String text, Problems problems, boolean partial) {
    if (output.isEmpty()) {
      session.print(text);
    } else if (!partial) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      session.write(output.get(), stream -> stream.write(bytes), problems);
    }
    return session.finish(problems);
  }

  /** One network with each combination of the values, a row for each. */
  private int sweep(List<Settings> settings, Problems problems) {
    if (files.size() > 1) {
      throw new ParameterException(
          spec.commandLine(), "a sweep is of one file, and these are " + files.size());
    }
    if (Settings.count(settings) > Settings.MOST) {
      problems.add(SweepProblems.tooMany(Settings.count(settings), Settings.MOST));
      return session.finish(problems);
    }
    Trials trials = new Trials(session, network, deny, imports, files.getFirst());
    Optional<Sweep> made = trials.sweep(settings, budgets, problems);
    if (made.isEmpty()) {
      return session.finish(problems);
    }
    Sweep sweep = made.get();
    String text =
        switch (format) {
          case TABLE, TREE -> SweepText.table(sweep);
          case MARKDOWN -> SweepText.markdown(sweep);
          case CSV -> SweepText.csv(sweep);
          case JSON -> SweepText.json(sweep);
          case HTML, SVG, MERMAID, DOT ->
              throw new ParameterException(
                  spec.commandLine(),
                  "a sweep is no picture: it is printed as table, csv, json or markdown");
        };
    return print(text, problems, false);
  }

  /**
   * The networks to report on: all of all files, or the one with the given name. Of these what
   * could be elaborated, whatever else is wrong.
   */
  private List<Graph> graphs(Problems problems) {
    NetworkCall call = network.call(problems);
    List<Networks> loaded =
        problems.hasErrors()
            ? List.of()
            : Networks.load(session, imports.sources(), files, call, deny::problems, problems);
    if (!problems.hasErrors()) {
      Networks.requireCalled(loaded, call, problems);
    }
    return loaded.stream().flatMap(networks -> networks.graphs().stream()).toList();
  }
}
