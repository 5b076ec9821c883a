package bb.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.runtime.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Things that creep in: files that grow, and notes to do something some day. */
final class HygieneTest {
  private static final int MAX_LINES = 500;
  private static final int MAX_PIPELINE_LINES = 100;

  private static final List<String> NOTES = List.of("TO" + "DO", "FIX" + "ME", "X" + "XX");

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
        String text = Files.readString(file);
        NOTES.stream()
            .filter(text::contains)
            .forEach(note -> found.add(Repository.shown(file) + " has a " + note));
      }
    }
    assertEquals("", String.join("\n", found));
  }
}
