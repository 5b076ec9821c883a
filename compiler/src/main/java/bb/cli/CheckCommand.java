package bb.cli;

import bb.diagnostics.Diagnostic;
import bb.diagnostics.Problems;
import bb.diagnostics.format.Findings.Checked;
import bb.diagnostics.format.Format;
import bb.graph.Graph;
import bb.model.NetworkCall;
import bb.report.Counts;
import bb.report.Numbers;
import bb.runtime.ModelInfo;
import bb.runtime.UserError;
import bb.runtime.WeightSource;
import bb.runtime.cli.NameOptions;
import bb.runtime.io.Weights;
import java.util.ArrayList;
import java.util.List;
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
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Checks files: every shape, every name, every assertion.",
      "Without --network it covers each network whose parameters all have defaults."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bbc check zoo/*.bb",
      "  bbc check resnet.bb --network ResNet50 --max-params 26M",
      "  bbc check resnet.bb --network ResNet50 --weights resnet50.pth"
    })
final class CheckCommand implements Callable<Integer> {
  private final Session session;

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "The .bb files to check.")
  private List<String> files;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      converter = Words.FindingsFormat.class,
      description = {
        "How to print what is found: text; json (one object a line, as rustc's), sarif, junit, github",
        "or gitlab, on standard output."
      })
  private Format format;

  @Option(
      names = "--weights",
      paramLabel = "W",
      description = "Compare a weight file with the network, too, and list all that does not fit.")
  private Optional<String> weights;

  @Mixin private NameOptions names;

  @Mixin private NetworkOption network;

  @Mixin private BudgetOption budgets;

  @Mixin private DenyOption deny;

  @Mixin private ImportOption imports;

  CheckCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.diagnostics(format);
    if (weights.isPresent()) {
      return withWeights(weights.get());
    }
    Problems all = new Problems();
    NetworkCall call = network.call(all);
    List<Checked> right = new ArrayList<>();
    StringBuilder lines = new StringBuilder();
    List<Networks> loaded = new ArrayList<>();
    SourceReader sources = imports.sources();
    for (String file : all.hasErrors() ? List.<String>of() : files) {
      Problems problems = deny.problems();
      Optional<Networks> networks = Networks.load(session, sources, file, call, problems);
      networks.ifPresent(loaded::add);
      List<Checked> sound = networks.map(n -> sound(file, n, problems)).orElse(List.of());
      right.addAll(sound);
      sound.forEach(checked -> lines.append(line(checked)));
      networks.ifPresent(n -> lines.append(rest(file, n, call, problems)));
      problems.sorted().forEach(all::add);
    }
    if (call.name().isPresent() && !all.hasErrors()) {
      Networks.requireIn(loaded, call.name().get(), all);
    }
    if (format != Format.TEXT) {
      return session.finish(all, right, session.terminal().out());
    }
    session.print(lines.toString());
    return session.finish(all);
  }

  /** Checks one network, and then whether a file has its weights. */
  private int withWeights(String path) {
    if (files.size() > 1) {
      throw new ParameterException(
          spec.commandLine(), "--weights goes with one file, and these are " + files.size());
    }
    String file = files.getFirst();
    Problems problems = deny.problems();
    Optional<Graph> graph =
        Networks.one(session, imports.sources(), file, network.call(problems), problems);
    if (graph.isEmpty()) {
      return finish(problems, Optional.empty(), "");
    }
    Optional<Checked> checked = checked(file, graph.get(), problems);
    String lines = "";
    try {
      session.stage("comparing " + path);
      ModelInfo card = WeightCheck.card(graph.get(), file);
      WeightSource source = names.apply(Weights.file(path));
      lines = WeightCheck.compare(card, source, format == Format.TEXT, problems);
    } catch (UserError e) {
      problems.add(CommandProblems.of(e));
    }
    return finish(problems, checked, checked.map(CheckCommand::line).orElse("") + lines);
  }

  private int finish(Problems problems, Optional<Checked> checked, String lines) {
    if (format != Format.TEXT) {
      List<Checked> right = problems.hasErrors() ? List.of() : checked.stream().toList();
      return session.finish(problems, right, session.terminal().out());
    }
    session.print(lines);
    return session.finish(problems);
  }

  /** The networks in which nothing is wrong. */
  private List<Checked> sound(String file, Networks networks, Problems problems) {
    if (problems.sorted().stream().anyMatch(Diagnostic::isDenied)) {
      return List.of();
    }
    return networks.graphs().stream()
        .filter(graph -> networks.sound().contains(graph.name()))
        .flatMap(graph -> checked(file, graph, problems).stream())
        .toList();
  }

  /** Counts a network; empty after reporting that it exceeds a budget. */
  private Optional<Checked> checked(String file, Graph graph, Problems problems) {
    session.stage("counting " + graph.name());
    Counts counts = Counts.of(graph);
    Optional<Diagnostic> excess = budgets.excess(graph, counts);
    excess.ifPresent(problems::add);
    return excess.isEmpty() ? Optional.of(Networks.checked(file, graph, counts)) : Optional.empty();
  }

  private static String line(Checked checked) {
    return "ok: %s in %s, %s parameters, %s multiply-adds\n"
        .formatted(
            checked.network(),
            checked.file(),
            Numbers.exact(checked.params()),
            Numbers.exact(checked.macs()));
  }

  /** A line for each network that was not looked at, and for a file without one. */
  private String rest(String file, Networks networks, NetworkCall call, Problems problems) {
    StringBuilder text = new StringBuilder();
    if (call.name().isPresent()) {
      return text.toString();
    }
    networks
        .needArguments()
        .forEach((name, form) ->
            text.append(
                "skipped: %s in %s, which needs arguments, such as --network '%s'\n"
                    .formatted(name, file, form)));
    if (networks.complete().isEmpty() && text.isEmpty() && !problems.hasErrors()) {
      text.append("ok: ").append(file).append(", which has no network\n");
    }
    return text.toString();
  }
}
