package bb.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.runtime.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Things that creep in: files that grow, and notes to do something some day. */
final class HygieneTest {
  private static final int MAX_LINES = 500;
  private static final int MAX_PIPELINE_LINES = 100;

  private static final List<String> NOTES = List.of("TO" + "DO", "FIX" + "ME", "X" + "XX");

  private static final List<String> CLOCKS =
      List.of("assert" + "Timeout", "Thread." + "sleep(", "current" + "TimeMillis()");

  private static final Pattern TEST_METHOD =
      Pattern.compile(
          "^ +@(Test|Property|Example|TestFactory|ParameterizedTest|ArchTest)\\b",
          Pattern.MULTILINE);

  @Test
  void noFileIsLongerThanAReaderCanHold() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : Repository.sources(".java")) {
      int limit = file.endsWith("bb/Compiler.java") ? MAX_PIPELINE_LINES : MAX_LINES;
      long lines = Files.readString(file).lines().count();
      if (lines > limit) {
        found.add(Repository.shown(file) + " has " + lines + " lines, more than " + limit);
      }
    }
    assertEquals("", String.join("\n", found));
  }

  /**
   * The build runs the classes that are called {@code …Test} or {@code …IT}, and says nothing of
   * others.
   */
  @Test
  void noTestHasANameThatTheBuildPassesOver() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : Repository.sources(".java")) {
      boolean test = TEST_METHOD.matcher(Files.readString(file)).find();
      String name = file.toString();
      if (test && !name.endsWith("Test.java") && !name.endsWith("IT.java")) {
        found.add(Repository.shown(file) + " holds tests that never run");
      }
    }
    assertEquals("", String.join("\n", found));
  }

  /** On a busy machine everything takes as long as it takes. */
  @Test
  void noTestHasALimitInSeconds() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : Repository.sources("Test.java")) {
      String text = Files.readString(file);
      CLOCKS.stream()
          .filter(text::contains)
          .forEach(clock -> found.add(Repository.shown(file) + " uses " + clock));
    }
    assertEquals("", String.join("\n", found));
  }

  @Test
  void theVersionIsTheBuilds() throws IOException {
    String pom = Files.readString(Repository.ROOT.resolve("pom.xml"));
    assertTrue(
        pom.contains("<artifactId>bb</artifactId>\n  <version>" + Version.TEXT + "</version>"));
  }

  @Test
  void nothingIsLeftForLater() throws IOException {
    List<String> found = new ArrayList<>();
    for (String suffix : List.of(".java", ".g4", ".bb")) {
      for (Path file : Repository.sources(suffix)) {
        // some sources among the tests are in another encoding than sources have to be
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        NOTES.stream()
            .filter(text::contains)
            .forEach(note -> found.add(Repository.shown(file) + " has a " + note));
      }
    }
    assertEquals("", String.join("\n", found));
  }
}
