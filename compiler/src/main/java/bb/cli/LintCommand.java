package bb.cli;

import bb.StandardLibrary;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Label;
import bb.diagnostics.Problems;
import bb.diagnostics.format.Findings.Checked;
import bb.diagnostics.format.Format;
import bb.graph.Graph;
import bb.lint.Lint;
import bb.model.NetworkCall;
import bb.report.Counts;
import bb.runtime.UserError;
import bb.runtime.io.OutputFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "lint",
    mixinStandardHelpOptions = true,
    description = {
      "Finds what is right and probably not meant: names and layers that nothing reads, a bias before a norm.",
      "What is meant is said in the source, # bb: allow(bias-before-norm), on its line or above."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bbc lint zoo/*.bb --deny warnings",
      "  bbc lint resnet.bb --enable odd-width",
      "  bbc lint resnet.bb --fix"
    })
final class LintCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "The .bb files.")
  private List<String> files;

  @Option(
      names = "--enable",
      paramLabel = "LINT",
      split = ",",
      hideParamSyntax = true,
      converter = Words.LintNames.class,
      description = "Also look for what is not looked for unless asked: odd-width.")
  private List<Lint> enabled = new ArrayList<>();

  @Option(
      names = "--fix",
      description = {
        "Mend what can be mended without changing any network: its layers, their names and what they",
        "compute are compared before a file is written."
      })
  private boolean fix;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      converter = Words.FindingsFormat.class,
      description = "How to print what is found: text, json, sarif, junit, github or gitlab.")
  private Format format;

  @Mixin private NetworkOption network;

  @Mixin private DenyOption deny;

  @Mixin private ImportOption imports;

  private final List<Checked> right = new ArrayList<>();

  LintCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.diagnostics(format);
    Problems all = new Problems();
    NetworkCall call = network.call(all);
    List<Networks> loaded = new ArrayList<>();
    for (String file : all.hasErrors() ? List.<String>of() : files) {
      Problems problems = lint(file, call, loaded);
      problems.sorted().forEach(all::add);
    }
    if (call.name().isPresent() && !all.hasErrors()) {
      Networks.requireIn(loaded, call.name().get(), all);
    }
    return format == Format.TEXT
        ? session.finish(all)
        : session.finish(all, right, session.terminal().out());
  }

  private Problems lint(String file, NetworkCall call, List<Networks> loaded) {
    SourceReader sources = imports.sources();
    Problems problems = deny.problems();
    Optional<Networks> networks = Networks.load(session, sources, file, call, problems);
    if (networks.isEmpty()) {
      return problems;
    }
    find(networks.get(), problems);
    if (fix && !problems.sorted().stream().anyMatch(LintFixes::isError)) {
      Optional<String> fixed = LintFixes.fixed(session, sources, networks.get().file());
      if (fixed.isPresent() && write(file, fixed.get(), problems)) {
        return lint(file, call, loaded);
      }
    }
    loaded.add(networks.get());
    if (problems.sorted().stream().noneMatch(Diagnostic::isDenied)) {
      networks
          .get()
          .graphs()
          .forEach(graph -> right.add(Networks.checked(file, graph, Counts.of(graph))));
    }
    return problems;
  }

  /** Adds what lints find, but for the library, which no reader can change. */
  private void find(Networks networks, Problems problems) {
    for (Graph graph : networks.graphs()) {
      session.stage("looking at " + graph.name());
      for (Diagnostic found : Lint.find(graph, Set.copyOf(enabled))) {
        if (found.primary().map(Label::span).filter(StandardLibrary::holds).isEmpty()) {
          problems.add(found);
        }
      }
    }
  }

  private boolean write(String file, String text, Problems problems) {
    session.stage("writing " + file);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      OutputFile.write(file, session.terminal().out(), stream -> stream.write(bytes));
      return true;
    } catch (UserError e) {
      problems.add(CommandProblems.of(e));
      return false;
    }
  }
}
