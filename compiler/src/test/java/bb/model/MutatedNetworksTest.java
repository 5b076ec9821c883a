package bb.model;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import bb.Compiler;
import bb.diagnostics.Problems;
import bb.diagnostics.TextRenderer;
import bb.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * Real networks with a few tokens changed, dropped, doubled or swapped: whatever comes of it, the
 * front end gives graphs or diagnostics that can be drawn, never an exception, and soon.
 */
final class MutatedNetworksTest {
  private static final Path EXAMPLES = Path.of("..", "examples");
  private static final Pattern TOKEN = Pattern.compile("\\w+|\\s+|->|\\*\\*|//|[=!<>]=|\\.\\.|.");
  private static final List<String> INSERTS =
      List.of(
          "0",
          "-1",
          "2",
          "1000000",
          "9223372036854775807",
          "0.5",
          "it",
          "concat",
          "relu",
          "conv",
          "(",
          ")",
          "[",
          "]",
          "{",
          "}",
          "|",
          "->",
          ":",
          ",",
          "\n",
          "if",
          "repeat",
          "as",
          "share",
          "linear(10)",
          "flatten",
          "split(2)",
          "group(2) { relu }",
          "\"",
          "true",
          "when",
          "..");

  private static final List<String> SOURCES = sources();

  @Property(tries = 400, shrinking = ShrinkingMode.OFF)
  void anyMutationIsSurvived(@ForAll long seed) {
    Random random = new Random(seed);
    String source = mutate(SOURCES.get(random.nextInt(SOURCES.size())), random);
    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> check(source), () -> source);
  }

  private static void check(String source) {
    Problems problems = new Problems();
    Compiler.open(new SourceFile("net.bb", source), (_, _) -> Optional.empty(), problems)
        .ifPresent(c ->
            c.networks().stream()
                .filter(Elaborator.Network::complete)
                .limit(2)
                .forEach(n -> c.graph(n.name())));
    TextRenderer.render(problems.sorted(), true);
  }

  private static String mutate(String source, Random random) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(source);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
    int edits = 1 + random.nextInt(4);
    for (int i = 0; i < edits; i++) {
      int at = random.nextInt(tokens.size());
      switch (random.nextInt(4)) {
        case 0 -> tokens.remove(at);
        case 1 -> tokens.add(at, INSERTS.get(random.nextInt(INSERTS.size())));
        case 2 -> tokens.set(at, tokens.get(random.nextInt(tokens.size())));
        default -> tokens.set(at, INSERTS.get(random.nextInt(INSERTS.size())));
      }
    }
    return String.join("", tokens);
  }

  private static List<String> sources() {
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      return files
          .filter(f -> f.toString().endsWith(".bb"))
          .sorted()
          .map(MutatedNetworksTest::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
