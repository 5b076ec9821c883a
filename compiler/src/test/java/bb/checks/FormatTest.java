package bb.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every Java file is as google-java-format leaves it; {@code -Dformat=write} makes it so. */
final class FormatTest {
  private static final String FIX =
      "mvn -q -pl compiler -am test -Dtest=FormatTest -Dformat=write"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  @Test
  void everyFileIsFormatted() throws IOException {
    boolean write = "write".equals(System.getProperty("format"));
    List<Path> changed =
        Repository.sources(".java").parallelStream().filter(file -> differs(file, write)).toList();
    String names = String.join("\n", changed.stream().map(Repository::shown).toList());
    if (!write) {
      assertEquals("", names, "not formatted; this formats them: " + FIX);
    }
  }

  private static boolean differs(Path file, boolean write) {
    try {
      String text = Files.readString(file);
      String formatted = format(text);
      if (write && !formatted.equals(text)) {
        Files.writeString(file, formatted);
      }
      return !formatted.equals(text);
    } catch (FormatterException e) {
      throw new AssertionError(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String format(String text) throws FormatterException {
    String imports = RemoveUnusedImports.removeUnusedImports(text);
    String ordered = ImportOrderer.reorderImports(imports, JavaFormatterOptions.Style.GOOGLE);
    return new Formatter().formatSource(ordered);
  }
}
