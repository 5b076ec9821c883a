package bb.cli;

import bb.diagnostics.Diagnostic;
import bb.diagnostics.JsonRenderer;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.model.NetworkCall;
import bb.report.Numbers;
import bb.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Checks files: every shape, every name, every assertion.",
      "Without --network it covers each network whose parameters all have defaults."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  bbc check zoo/*.bb", "  bbc check resnet.bb --network ResNet50"})
final class CheckCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "The .bb files to check.")
  private List<String> files;

  @Option(
      names = "--format",
      paramLabel = "text|json",
      defaultValue = "text",
      converter = Words.TextOrJson.class,
      description = "json prints the diagnostics as an array on standard output.")
  private Words.Format format;

  @Mixin private NetworkOption network;

  @Mixin private DenyOption deny;

  @Mixin private ImportOption imports;

  CheckCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Problems all = new Problems();
    NetworkCall call = network.call(all);
    StringBuilder lines = new StringBuilder();
    List<Networks> loaded = new ArrayList<>();
    SourceReader sources = imports.sources();
    for (String file : all.hasErrors() ? List.<String>of() : files) {
      Problems problems = deny.problems();
      Optional<Networks> networks = Networks.load(session, sources, file, call, problems);
      networks.ifPresent(loaded::add);
      networks.ifPresent(n -> lines.append(summary(file, n, call, problems)));
      problems.sorted().forEach(all::add);
    }
    if (call.name().isPresent() && !all.hasErrors()) {
      Networks.requireIn(loaded, call.name().get(), all);
    }
    if (format == Words.Format.JSON) {
      session.print(JsonRenderer.render(all.sorted()));
      return Session.exitCode(all.sorted());
    }
    session.print(lines.toString());
    return session.finish(all);
  }

  /** A line for each network that is right, and for each that was not looked at. */
  private String summary(String file, Networks networks, NetworkCall call, Problems problems) {
    StringBuilder text = new StringBuilder();
    boolean denied = problems.sorted().stream().anyMatch(Diagnostic::isDenied);
    for (Graph graph : networks.graphs()) {
      if (denied || !networks.sound().contains(graph.name())) {
        continue;
      }
      Report report = Engine.report(session, graph);
      text.append("ok: ")
          .append(graph.name())
          .append(" in ")
          .append(file)
          .append(", ")
          .append(Numbers.exact(report.params().trainable()))
          .append(" parameters, ")
          .append(Numbers.exact(report.macs()))
          .append(" multiply-adds\n");
    }
    if (call.name().isPresent()) {
      return text.toString();
    }
    for (String name : networks.needArguments().keySet()) {
      text.append("skipped: ").append(name).append(" in ").append(file);
      text.append(", which needs arguments\n");
    }
    if (networks.complete().isEmpty() && text.isEmpty() && !problems.hasErrors()) {
      text.append("ok: ").append(file).append(", which has no network\n");
    }
    return text.toString();
  }
}
