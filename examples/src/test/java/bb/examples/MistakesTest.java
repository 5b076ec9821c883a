package bb.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import bb.Compiler;
import bb.diagnostics.Problems;
import bb.diagnostics.TextRenderer;
import bb.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a mistake in a network of the zoo looks like. Each file under {@code mistakes} names a
 * network, gives one edit ({@code -} lines become {@code +} lines) and holds what the compiler says
 * then. With {@code -Dapprove=true} the answers are rewritten, for review in the diff.
 */
final class MistakesTest {
  private static final Pattern CASE =
      Pattern.compile("(\\S+) (\\S+)\n((?:- [^\n]*\n)+)((?:\\+ [^\n]*\n)+)\n(.*)", Pattern.DOTALL);

  static Stream<Path> cases() {
    return Examples.list(Path.of("src/test/resources/mistakes")).stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isExplained(Path file) throws IOException {
    String text = Files.readString(file);
    Matcher parts = CASE.matcher(text);
    assertEquals(true, parts.matches(), "a network, an edit, an empty line and the answer");
    String answer = answer(parts);
    assertFalse(answer.isEmpty(), "the network is still right");
    if (Boolean.getBoolean("approve")) {
      Files.writeString(file, text.substring(0, parts.start(5)) + answer);
    } else {
      assertEquals(parts.group(5), answer);
    }
  }

  private static String answer(Matcher parts) throws IOException {
    Path file = Path.of(parts.group(1));
    String old = lines(parts.group(3));
    String text = Files.readString(file);
    assertEquals(text.indexOf(old), text.lastIndexOf(old), "the edit fits several places");
    assertFalse(text.indexOf(old) < 0, "the edit fits nowhere");
    SourceFile edited = new SourceFile(file.toString(), text.replace(old, lines(parts.group(4))));
    Problems problems = new Problems();
    Compiler.open(
            edited,
            (importer, path) -> Optional.of(Examples.source(file.resolveSibling(path))),
            problems)
        .flatMap(compiler -> compiler.graph(parts.group(2)));
    return TextRenderer.render(problems.sorted(), false);
  }

  /** The lines without the marks before them. */
  private static String lines(String marked) {
    return marked.lines().map(line -> line.substring(2)).collect(Collectors.joining("\n"));
  }
}
