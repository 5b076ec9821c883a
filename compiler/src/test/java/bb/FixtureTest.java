package bb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import bb.diagnostics.Problems;
import bb.diagnostics.TextRenderer;
import bb.field.Fields;
import bb.graph.Graph;
import bb.graph.GraphPrinter;
import bb.graph.Lowering;
import bb.lint.Lint;
import bb.model.Elaborator;
import bb.program.Program;
import bb.program.ProgramPrinter;
import bb.report.ReceptiveField;
import bb.report.Report;
import bb.source.SourceFile;
import bb.syntax.AstPrinter;
import bb.syntax.Parser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the cases under {@code fixtures}: {@code x.bb}, whose first line names the sections to check
 * ({@code # check: ast, problems}), must give the text of {@code x.approved}. With {@code
 * -Dapprove=true} the approved files are rewritten, for review in the diff.
 */
final class FixtureTest {
  private static final Path ROOT = Path.of("src/test/resources/fixtures");
  private static final String CHECK = "# check: ";

  /** What can be checked of a file. */
  private static final Map<String, Function<SourceFile, String>> SECTIONS =
      Map.of(
          "ast", FixtureTest::ast,
          "fields", FixtureTest::fields,
          "graph", FixtureTest::graph,
          "lints", FixtureTest::lints,
          "syntax", FixtureTest::syntax,
          "lowered", FixtureTest::lowered,
          "passes", FixtureTest::passes,
          "problems", FixtureTest::problems);

  private static String ast(SourceFile file) {
    return AstPrinter.print(Parser.parse(file, new Problems()));
  }

  private static String graph(SourceFile file) {
    StringBuilder text = new StringBuilder();
    for (Graph graph : graphs(file, new Problems())) {
      text.append(GraphPrinter.print(graph));
    }
    return text.toString();
  }

  private static String lowered(SourceFile file) {
    return programs(file, Lowering::lower);
  }

  private static String passes(SourceFile file) {
    return programs(file, Compiler::program);
  }

  /** What each layer sees, and where tensors meet that are not aligned. */
  private static String fields(SourceFile file) {
    StringBuilder text = new StringBuilder();
    for (Graph graph : graphs(file, new Problems())) {
      text.append(graph.name()).append('\n');
      for (Report.Layer layer : Report.of(graph, 0, new Report.Memory(0, 0, 0)).layers()) {
        text.append("  %s %s %s: ".formatted(layer.path(), layer.op(), layer.output()))
            .append(
                layer.field().axes().stream()
                    .map(FixtureTest::axis)
                    .collect(Collectors.joining("; ")))
            .append('\n');
      }
      for (Fields.Meeting meeting : Fields.of(graph).meetings()) {
        text.append(
            "  not aligned at %s, along axis %d: centres %s and %s, strides %s and %s\n"
                .formatted(
                    meeting.node().path(),
                    meeting.axis().axis(),
                    meeting.first().centre(),
                    meeting.second().centre(),
                    meeting.first().stride(),
                    meeting.second().stride()));
      }
    }
    return text.toString();
  }

  private static String axis(ReceptiveField.Axis axis) {
    return axis.input()
        + " "
        + axis.axis()
        + ": "
        + axis.piece()
            .map(p -> "%d by %s from %s".formatted(p.size(), p.stride(), p.offset()))
            .orElse("all");
  }

  private static String programs(SourceFile file, Function<Graph, Program> program) {
    return graphs(file, new Problems()).stream()
        .map(program)
        .map(ProgramPrinter::print)
        .collect(Collectors.joining());
  }

  private static String syntax(SourceFile file) {
    var problems = new Problems();
    Parser.parse(file, problems);
    return TextRenderer.render(problems.sorted(), false);
  }

  private static String problems(SourceFile file) {
    var problems = new Problems();
    graphs(file, problems);
    return TextRenderer.render(problems.sorted(), false);
  }

  private static String lints(SourceFile file) {
    var problems = new Problems();
    graphs(file, problems)
        .forEach(graph -> Lint.find(graph, EnumSet.allOf(Lint.class)).forEach(problems::add));
    return TextRenderer.render(problems.sorted(), false);
  }

  private static List<Graph> graphs(SourceFile file, Problems problems) {
    return Compiler.open(file, (_, _) -> Optional.empty(), problems).stream()
        .flatMap(compiler ->
            compiler.networks().stream()
                .filter(Elaborator.Network::complete)
                .flatMap(network -> compiler.graph(network.name()).stream()))
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> cases() {
    return files(".bb")
        .map(f -> DynamicTest.dynamicTest(ROOT.relativize(f).toString(), () -> check(f)));
  }

  @TestFactory
  Stream<DynamicTest> everyApprovedFileHasItsCase() {
    return files(".approved")
        .map(f ->
            DynamicTest.dynamicTest(
                ROOT.relativize(f).toString(),
                () -> {
                  if (!Files.exists(sibling(f, ".approved", ".bb"))) {
                    fail(f + " has no .bb file beside it; delete it");
                  }
                }));
  }

  private static void check(Path source) throws IOException {
    String text = Files.readString(source);
    Path approved = sibling(source, ".bb", ".approved");
    String actual = sections(new SourceFile(source.getFileName().toString(), text));
    if (Boolean.getBoolean("approve")) {
      Files.writeString(approved, actual);
    } else if (!Files.exists(approved)) {
      fail(approved + " is missing; run with -Dapprove=true and review it");
    }
    assertEquals(Files.readString(approved), actual);
  }

  private static String sections(SourceFile file) {
    String first = file.lineText(1);
    if (!first.startsWith(CHECK)) {
      fail(file + " does not begin with `" + CHECK + "` and the sections to check");
    }
    List<String> sections = new ArrayList<>();
    for (String name : first.substring(CHECK.length()).split(", *")) {
      if (!SECTIONS.containsKey(name)) {
        fail(file + " asks for the section `" + name + "`; there are " + SECTIONS.keySet());
      }
      sections.add("== " + name + "\n" + SECTIONS.get(name).apply(file));
    }
    return String.join("\n", sections);
  }

  private static Path sibling(Path path, String ending, String other) {
    String name = path.getFileName().toString();
    return path.resolveSibling(name.substring(0, name.length() - ending.length()) + other);
  }

  private static Stream<Path> files(String ending) {
    try (Stream<Path> all = Files.walk(ROOT)) {
      return all.filter(f -> f.toString().endsWith(ending)).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
