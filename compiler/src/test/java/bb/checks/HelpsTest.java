package bb.checks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Edit;
import bb.diagnostics.Diagnostic.Help;
import bb.diagnostics.TextRenderer;
import bb.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Help that can be applied helps: whoever makes the edit of a help is rid of the mistake, and has
 * no more mistakes than before, unless the file can be read only now.
 */
final class HelpsTest {
  @TestFactory
  Stream<DynamicTest> mistakes() {
    return GradedMistakesTest.files().stream().flatMap(HelpsTest::cases);
  }

  @TestFactory
  Stream<DynamicTest> fixtures() throws IOException {
    try (Stream<Path> all = Files.walk(Path.of("src/test/resources/fixtures"))) {
      return all.filter(f -> f.toString().endsWith(".bb")).sorted().toList().stream()
          .flatMap(HelpsTest::cases);
    }
  }

  @TestFactory
  Stream<DynamicTest> pages() {
    return Stream.of(Code.values())
        .flatMap(code -> {
          String page = read(Repository.docs("errors").resolve(code.page() + ".md"));
          int begin = page.indexOf("## Example that fails");
          Example example = Example.in(page.substring(begin, page.indexOf("## Fixed", begin)));
          return example.files().isEmpty() ? Stream.empty() : cases(code.page(), example);
        });
  }

  private static Stream<DynamicTest> cases(Path file) {
    return cases(file.getFileName().toString(), new Example(Map.of("example.bb", read(file))));
  }

  /** One case for each edit. */
  private static Stream<DynamicTest> cases(String name, Example example) {
    List<DynamicTest> cases = new ArrayList<>();
    for (Diagnostic diagnostic : example.diagnostics()) {
      for (Help help : diagnostic.helps()) {
        help.edit()
            .ifPresent(edit ->
                cases.add(
                    DynamicTest.dynamicTest(
                        name + ": " + help.text(), () -> helps(example, diagnostic, edit))));
      }
    }
    return cases.stream();
  }

  private static void helps(Example example, Diagnostic mistake, Edit edit) {
    SourceFile file = edit.span().file();
    String text = file.text();
    String edited =
        text.substring(0, edit.span().start())
            + edit.replacement()
            + text.substring(edit.span().end());
    Map<String, String> files = new LinkedHashMap<>(example.files());
    files.put(file.path(), edited);
    List<Diagnostic> before = example.diagnostics();
    List<Diagnostic> after = new Example(files).diagnostics();
    int place = mistake.primary().map(label -> label.span().start()).orElse(0);
    int moved =
        edit.span().start() <= place
            ? edit.replacement().length() - edit.span().text().length()
            : 0;
    boolean gone = count(after, mistake, place + moved) < count(before, mistake, place);
    boolean more =
        isSyntax(mistake)
            ? syntaxErrors(after) > syntaxErrors(before)
            : after.size() > before.size();
    assertTrue(gone && !more, () -> edited + "\n" + TextRenderer.render(after, false));
  }

  private static boolean isSyntax(Diagnostic diagnostic) {
    return diagnostic.code().name().startsWith("BB01");
  }

  private static long syntaxErrors(List<Diagnostic> all) {
    return all.stream().filter(HelpsTest::isSyntax).count();
  }

  /** How often a mistake is reported up to an offset. */
  private static long count(List<Diagnostic> all, Diagnostic mistake, int end) {
    return all.stream()
        .filter(d -> says(d).equals(says(mistake)))
        .filter(d -> d.primary().map(label -> label.span().start() <= end).orElse(true))
        .count();
  }

  private static String says(Diagnostic diagnostic) {
    return diagnostic.code() + diagnostic.message();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
