package bb.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.Compiler;
import bb.backend.cpu.plan.Allocation;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Problems;
import bb.diagnostics.TextRenderer;
import bb.diagnostics.format.Findings;
import bb.diagnostics.format.FindingsReader;
import bb.diagnostics.format.Format;
import bb.graph.Graph;
import bb.model.Elaborator;
import bb.model.SourceLoader;
import bb.program.Program;
import bb.report.MemoryMap;
import bb.report.Renderer;
import bb.report.Report;
import bb.report.Reported;
import bb.source.SourceFile;
import bb.source.Span;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All that {@code bbc check} and {@code bbc report} do to a text, from the parser to what is drawn
 * on the screen. Whatever the text: no exception, within the {@link Allowance}, and every place
 * that a diagnostic names is in the file.
 */
public final class SourceTarget {
  private SourceTarget() {}

  /**
   * Runs it; the diagnostics, sorted.
   *
   * @param networks how many of the networks are elaborated at most
   */
  public static List<Diagnostic> run(String text, int networks, SourceLoader loader) {
    Allowance allowance = new Allowance();
    SourceFile file = new SourceFile("net.bb", text);
    Problems problems = new Problems();
    Optional<Compiler> compiler = Compiler.open(file, loader, problems);
    compiler.ifPresent(c ->
        c.networks().stream()
            .filter(Elaborator.Network::complete)
            .limit(networks)
            .flatMap(network -> c.graph(network.name()).stream())
            .forEach(graph -> report(graph, problems)));
    List<Diagnostic> found = problems.sorted();
    assertFalse(compiler.isEmpty() && found.isEmpty(), "refused without a word");
    render(found, file);
    allowance.check(compiler.map(Compiler::steps).orElse(0L), text.length());
    formats(found);
    return found;
  }

  /** All but those that lay out, for which a library takes as much memory as it likes. */
  private static final Set<Renderer> FORMATS =
      EnumSet.complementOf(EnumSet.of(Renderer.HTML, Renderer.SVG));

  private static void report(Graph graph, Problems problems) {
    Program program = Compiler.program(graph);
    if (Compiler.plan(program, problems).isPresent()) {
      Allocation plan = Allocation.of(program);
      Report.Memory memory =
          new Report.Memory(plan.memory().bound(), plan.arenaBytes(), plan.weightBytes());
      Report report = Report.of(graph, plan.kernels(), memory);
      Reported reported = new Reported(graph, report, new MemoryMap(List.of(), List.of(), 0));
      for (Renderer renderer : FORMATS) {
        assertFalse(renderer.render(List.of(reported), OptionalInt.empty()).isEmpty());
      }
    }
  }

  private static void render(List<Diagnostic> found, SourceFile file) {
    for (Diagnostic diagnostic : found) {
      spans(diagnostic).forEach(span -> assertInside(span, file));
    }
    assertEquals(found.isEmpty(), TextRenderer.render(found, true).isEmpty());
  }

  /** For other tools: a number of bytes for each of what is found, which are not many. */
  private static void formats(List<Diagnostic> found) {
    for (Format format : Format.values()) {
      FindingsReader.check(
          format, format.render(new Findings("1", List.of(), found)), found.size());
    }
  }

  private static Stream<Span> spans(Diagnostic diagnostic) {
    Stream<Span> labels =
        Stream.concat(diagnostic.primary().stream(), diagnostic.secondary().stream())
            .map(Diagnostic.Label::span);
    Stream<Span> edits =
        diagnostic.helps().stream()
            .flatMap(help -> help.edit().stream())
            .map(Diagnostic.Edit::span);
    return Stream.concat(labels, edits);
  }

  private static void assertInside(Span span, SourceFile file) {
    boolean own = span.file().equals(file);
    boolean inside = span.start() <= span.end() && span.end() <= span.file().text().length();
    assertTrue(inside && (own || !span.file().path().equals(file.path())), span::toString);
  }
}
