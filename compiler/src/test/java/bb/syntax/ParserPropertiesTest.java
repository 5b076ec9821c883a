package bb.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Problems;
import bb.diagnostics.TextRenderer;
import bb.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/** Any text gives a tree, diagnostics that can be drawn, and an answer soon. */
final class ParserPropertiesTest {
  private static final long LONGEST_NANOS = 2_000_000_000L;
  private static final List<String> FIXTURES = fixtures();

  /**
   * Pieces of the language in any order: more likely to get far into the parser than characters.
   */
  private static final List<String> PIECES =
      List.of(
          "inline",
          "block",
          "network",
          "let",
          "import",
          "repeat",
          "collect",
          "parallel",
          "group",
          "scale",
          "if",
          "else",
          "then",
          "param",
          "buffer",
          "const",
          "share",
          "assert",
          "warn",
          "checkpoint",
          "input",
          "output",
          "as",
          "when",
          "in",
          "and",
          "not",
          "true",
          "->",
          "|",
          ":",
          "=",
          ",",
          ".",
          "..",
          "...",
          "(",
          ")",
          "[",
          "]",
          "{",
          "}",
          "**",
          "-",
          "//",
          "<",
          "==",
          ";",
          "a",
          "b c",
          "add {",
          "\"s\"",
          "\"{a}\"",
          "\"",
          "'",
          "3",
          "4.5",
          "1e",
          "9e999",
          "\n",
          "\n\n",
          "#",
          "## d\n",
          "$",
          "\u0000",
          "é",
          "\ud800");

  @Property(tries = 500, seed = "1", shrinking = ShrinkingMode.BOUNDED)
  void anyText(@ForAll String text) {
    check(text);
  }

  @Property(tries = 500, seed = "1", shrinking = ShrinkingMode.BOUNDED)
  void anyPieces(@ForAll("pieces") String text) {
    check(text);
  }

  @Property(tries = 500, seed = "1", shrinking = ShrinkingMode.BOUNDED)
  void anyMutation(@ForAll("mutations") String text) {
    check(text);
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(PIECES).list().ofMaxSize(60).map(pieces -> String.join(" ", pieces));
  }

  /** A fixture with a piece cut out, or replaced by one of ours. */
  @Provide
  Arbitrary<String> mutations() {
    Arbitrary<String> insert =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.just("")), Tuple.of(2, Arbitraries.of(PIECES)));
    return Arbitraries.of(FIXTURES)
        .flatMap(text ->
            Arbitraries.integers()
                .between(0, text.length())
                .tuple2()
                .flatMap(cut -> {
                  int from = Math.min(cut.get1(), cut.get2());
                  int to = Math.max(cut.get1(), cut.get2());
                  return insert.map(piece -> text.substring(0, from) + piece + text.substring(to));
                }));
  }

  @Example
  void largeAndDeepTexts() {
    var source = String.join("\n", FIXTURES.stream().filter(f -> f.contains("network")).toList());
    check(source.repeat(200_000 / source.length() + 1));
    for (String piece : PIECES) {
      check((piece + " ").repeat(8_000));
    }
    for (String opener :
        List.of("(", "[", "{", "f(", "block A { ", "add { | ", "if a { ", "-", "if ")) {
      check("block A {\n" + opener.repeat(8_000));
    }
    String many = "block A {\n  relu" + " -> relu".repeat(30_000) + "\n}";
    assertTrue(parse(many).isEmpty());
    assertTrue(parse("let a = [" + "-1, ".repeat(30_000) + "1]").isEmpty());
  }

  @Example
  void aFileThatIsTooLargeIsNotRead() {
    List<Diagnostic> found = parse("#".repeat(Limits.FILE_SIZE) + "\nblock");
    assertEquals(List.of(Code.BB0119), found.stream().map(Diagnostic::code).toList());
  }

  @Property(tries = 300, seed = "1", shrinking = ShrinkingMode.BOUNDED)
  void printingIsStable(@ForAll("mutations") String text) {
    var problems = new Problems();
    Ast.File file = Parser.parse(new SourceFile("a.bb", text), problems);
    if (!problems.hasErrors()) {
      String printed = AstPrinter.print(file);
      var again = new Problems();
      assertEquals(printed, AstPrinter.print(Parser.parse(new SourceFile("b.bb", printed), again)));
      assertFalse(again.hasErrors());
    }
  }

  @Example
  void theEndOfTheFileIsThatOfALine() {
    for (String keyword : List.of("parallel", "scale", "repeat", "group", "inline")) {
      String text = "let a = " + keyword;
      assertEquals(codes(parse(text + "\n")), codes(parse(text)), keyword);
    }
  }

  private static List<Code> codes(List<Diagnostic> found) {
    return found.stream().map(Diagnostic::code).toList();
  }

  @Example
  void fixturesPrintStably() {
    FIXTURES.forEach(this::printingIsStable);
  }

  private static void check(String text) {
    var file = new SourceFile("any.bb", text);
    var problems = new Problems();
    long start = cpuNanos();
    Parser.parse(file, problems);
    long took = cpuNanos() - start;
    assertTrue(took < LONGEST_NANOS, () -> "took " + took / 1_000_000 + " ms");
    assertFalse(problems.count() > SyntaxErrors.LIMIT);
    for (Diagnostic diagnostic : problems.sorted()) {
      Diagnostic.Label primary = diagnostic.primary().orElseThrow();
      assertEquals(file, primary.span().file());
      assertFalse(TextRenderer.render(diagnostic, true).isEmpty());
    }
    Parser.parseExpression(file, new Problems());
  }

  /** The time this thread has worked: other work on the machine does not count. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static List<Diagnostic> parse(String text) {
    var problems = new Problems();
    Parser.parse(new SourceFile("any.bb", text), problems);
    return problems.sorted();
  }

  private static List<String> fixtures() {
    try (Stream<Path> files = Files.walk(Path.of("src/test/resources/fixtures/syntax"))) {
      List<String> texts = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".bb")).sorted().toList()) {
        texts.add(Files.readString(file));
      }
      return List.copyOf(texts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
