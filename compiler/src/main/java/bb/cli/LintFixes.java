package bb.cli;

import bb.Compiler;
import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Edit;
import bb.diagnostics.Problems;
import bb.diagnostics.Severity;
import bb.graph.Architecture;
import bb.graph.Graph;
import bb.source.SourceFile;
import bb.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Edits of a source that keep every network as it is. What an edit is for may only be a name that
 * nothing reads; whether the networks are the same is not believed but compared.
 */
final class LintFixes {
  /** What is mended: the rest changes what is learned, or is for its author to decide. */
  private static final Set<Code> MENDED = EnumSet.of(Code.BB0801, Code.BB0804, Code.BB0807);

  private LintFixes() {}

  static boolean isError(Diagnostic problem) {
    return problem.severity() != Severity.WARNING && !problem.isDenied();
  }

  /** The file's text with all edits that keep its networks; empty if there are none. */
  static Optional<String> fixed(
      Session session, SourceReader sources, Networks networks, List<Diagnostic> found) {
    session.stage("mending " + networks.file().path());
    SourceFile file = networks.file();
    List<Edit> edits = new ArrayList<>();
    for (Diagnostic problem : found) {
      if (MENDED.contains(problem.code())
          && problem.primary().filter(label -> label.span().file().equals(file)).isPresent()) {
        edit(problem).ifPresent(edits::add);
      }
    }
    edits.sort(Comparator.comparingInt((Edit edit) -> edit.span().start()).reversed());
    List<String> before = meaning(file, sources);
    if (before.isEmpty()) {
      return Optional.empty();
    }
    String text = file.text();
    for (Edit edit : edits) {
      String changed =
          text.substring(0, edit.span().start())
              + edit.replacement()
              + text.substring(edit.span().end());
      if (meaning(new SourceFile(file.path(), changed), sources).equals(before)) {
        text = changed;
      }
    }
    return text.equals(file.text()) ? Optional.empty() : Optional.of(text);
  }

  /** Removes the line of a {@code let}, or does what the message proposes. */
  private static Optional<Edit> edit(Diagnostic problem) {
    Span span = problem.primary().orElseThrow().span();
    String text = span.file().text();
    int begin = text.lastIndexOf('\n', span.start()) + 1;
    int end = text.indexOf('\n', span.start()) + 1;
    boolean alone =
        end > 0
            && text.substring(begin, span.start()).strip().equals("let")
            && !text.substring(begin, end).contains(";");
    return alone
        ? Optional.of(new Edit(new Span(span.file(), begin, end), ""))
        : problem.helps().stream().flatMap(help -> help.edit().stream()).findFirst();
  }

  /** All networks of a file with names and structure, or nothing if something is wrong with it. */
  private static List<String> meaning(SourceFile file, SourceReader sources) {
    Problems problems = new Problems();
    List<String> all = new ArrayList<>();
    Optional<Compiler> compiler = Compiler.open(file, sources, problems);
    compiler.ifPresent(c ->
        c.networks().stream()
            .filter(network -> network.complete())
            .flatMap(network -> c.graph(network.name()).stream())
            .forEach(graph -> all.add(meaning(graph))));
    return problems.sorted().stream().anyMatch(LintFixes::isError) ? List.of() : all;
  }

  private static String meaning(Graph graph) {
    return graph.name()
        + Architecture.structure(graph)
        + graph.inputs().stream().map(input -> input.name() + input.value().type()).toList()
        + graph.outputs().stream().map(Graph.Output::name).toList()
        + graph.parameters().stream().map(p -> p.name() + p.type()).toList()
        + graph.nodes().stream().map(node -> node.path() + node.call()).toList();
  }
}
