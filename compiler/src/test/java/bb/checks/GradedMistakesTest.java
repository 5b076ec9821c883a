package bb.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.diagnostics.Diagnostic;
import bb.diagnostics.TextRenderer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The mistakes that people make in their first minutes, who come from PyTorch, Keras and Python:
 * each is one message, and each message has a grade, in the first line of the file. 0 misleads, 1
 * says what is wrong, 2 also where and why, 3 also what is right. With {@code -Dapprove=true} the
 * approved messages are rewritten, for review in the diff; the grade is for a person to give.
 */
final class GradedMistakesTest {
  private static final Path ROOT = Path.of("src/test/resources/mistakes");
  private static final Pattern GRADE = Pattern.compile("# grade: ([0-3]) — .+");

  @TestFactory
  Stream<DynamicTest> eachIsOneMessage() {
    return files().stream()
        .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> check(f)));
  }

  @Test
  void nothingMisleadsAndFewSayOnlyWhat() {
    Map<Integer, Long> grades =
        files().stream()
            .collect(Collectors.groupingBy(GradedMistakesTest::grade, Collectors.counting()));
    assertTrue(files().size() >= 106, () -> "there are " + files().size());
    assertEquals(0, grades.getOrDefault(0, 0L), "misleading messages");
    assertTrue(grades.getOrDefault(1, 0L) <= 10, () -> "grades " + grades);
  }

  private static void check(Path file) throws IOException {
    List<Diagnostic> found =
        new Example(Map.of("example.bb", Files.readString(file))).diagnostics();
    String actual = TextRenderer.render(found, false);
    Path approved = file.resolveSibling(file.getFileName().toString().replace(".bb", ".approved"));
    if (Boolean.getBoolean("approve")) {
      Files.writeString(approved, actual);
    }
    assertEquals(Files.readString(approved), actual);
    assertEquals(1, found.size(), actual);
    if (grade(file) == 3) {
      assertTrue(!found.getFirst().helps().isEmpty(), () -> "no help, and grade 3:\n" + actual);
    }
  }

  private static int grade(Path file) {
    try {
      String first = Files.readAllLines(file).getFirst();
      Matcher matcher = GRADE.matcher(first);
      assertTrue(matcher.matches(), () -> file + " begins with no grade");
      return Integer.parseInt(matcher.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Path> files() {
    try (Stream<Path> all = Files.list(ROOT)) {
      return all.filter(f -> f.toString().endsWith(".bb")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
