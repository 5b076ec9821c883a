package bb.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.runtime.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every diagnostic has a page, whose examples do what the page says. */
final class CatalogueTest {
  private static final Path PAGES = Repository.docs("errors");

  private static final List<String> SECTIONS =
      List.of("## What", "## Example that fails", "## Fixed", "## Why");

  private static final String UNHEARD =
      "no approved text has these lines of the page; mend the page, or provoke them in a test with"
          + " an approved text, such as resources/cli/catalogue.transcript. Those there are:\n";

  @ParameterizedTest
  @EnumSource
  void everyCodeHasAPage(Code code) throws IOException {
    String page = page(code);
    List<String> headings = page.lines().filter(line -> line.matches("#+ [A-Z].*")).toList();
    List<String> expected = new ArrayList<>(SECTIONS);
    expected.addFirst("# " + code + ": " + code.title());
    code.warning()
        .ifPresent(name -> {
          expected.add(expected.size() - 1, "## Meant");
          assertTrue(section(page, "## What").contains("`" + name + "`"), name);
        });
    assertEquals(expected, headings);
    assertTrue(!section(page, "## What").isBlank() && !section(page, "## Why").isBlank());
  }

  @ParameterizedTest
  @EnumSource
  void theExampleFailsWithTheCode(Code code) throws IOException {
    String section = section(page(code), "## Example that fails");
    Example example = Example.in(section);
    if (example.files().isEmpty()) {
      isConsole(section);
      assertTrue(section.contains("[" + code + "]"), section);
    } else {
      assertEquals(Set.of(code), example.codes(code), () -> messages(example, code));
    }
  }

  /** Of targets, files, devices and command lines, which no source file can provoke. */
  static Stream<Code> codesOfCommands() {
    // BB066x, of weights in a jar, are provoked by TwoNetworksTest, which has no approved text
    return Stream.of(Code.values())
        .filter(code -> code.name().matches("BB0[567].*") && !code.name().startsWith("BB066"));
  }

  @ParameterizedTest
  @MethodSource("codesOfCommands")
  void theExampleIsWhatIsPrinted(Code code) throws IOException {
    Printed printed = Printed.with(code);
    List<String> shown = Printed.in(section(page(code), "## Example that fails"), code);
    List<String> unheard = shown.stream().filter(line -> !printed.holds(line)).toList();
    assertEquals(List.of(), unheard, () -> UNHEARD + String.join("\n", printed.lines()));
  }

  @ParameterizedTest
  @EnumSource
  void theFixedExampleIsRight(Code code) throws IOException {
    String section = section(page(code), "## Fixed");
    Example example = Example.in(section);
    if (example.files().isEmpty()) {
      isConsole(section);
    } else {
      assertEquals("", messages(example, code));
    }
  }

  static List<Code> warnings() {
    return Code.warnings();
  }

  @ParameterizedTest
  @MethodSource("warnings")
  void aWarningCanBeAllowed(Code code) throws IOException {
    String section = section(page(code), "## Meant");
    assertEquals("", messages(Example.in(section), code));
    String not = section.replace("# bb: allow(" + code.shortest() + ")", "");
    assertEquals(Set.of(code), Example.in(not).codes(code));
  }

  @ParameterizedTest
  @EnumSource
  void everyCodeIsInUse(Code code) throws IOException {
    for (Path file : Repository.sources(".java")) {
      boolean list = file.endsWith("Code.java") || file.endsWith("ErrorCode.java");
      boolean main = file.toString().contains("/main/") && !list;
      if (main && Files.readString(file).contains(code.name())) {
        return;
      }
    }
    throw new AssertionError(code + " is never reported");
  }

  /** What the runtime reports is a diagnostic where the compiler runs a network. */
  @Test
  void theRuntimesCodesAreThoseOfFilesAndDevices() {
    assertEquals(
        Stream.of(Code.values()).map(Code::name).filter(name -> name.startsWith("BB06")).toList(),
        Stream.of(ErrorCode.values()).map(ErrorCode::name).toList());
  }

  @Test
  void everyPageHasACode() throws IOException {
    Set<String> expected = new TreeSet<>();
    Stream.of(Code.values()).forEach(code -> expected.add(code.page() + ".md"));
    try (Stream<Path> files = Files.list(PAGES)) {
      Set<String> found =
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
      assertEquals(expected, new TreeSet<>(found));
    }
  }

  private static void isConsole(String section) {
    List<String> blocks = Example.blocks(section, "console");
    assertEquals(1, blocks.size(), section);
    assertTrue(blocks.getFirst().startsWith("$ "), section);
    assertTrue(blocks.getFirst().contains("bbc "), section);
  }

  private static String page(Code code) throws IOException {
    return Files.readString(PAGES.resolve(code.page() + ".md"));
  }

  /** The text under a heading, up to the next. */
  private static String section(String page, String heading) {
    int begin = page.indexOf(heading + "\n") + heading.length();
    int end = page.indexOf("\n## ", begin);
    return page.substring(begin, end < 0 ? page.length() : end);
  }

  private static String messages(Example example, Code code) {
    return example.diagnostics(code).stream()
        .map(CatalogueTest::message)
        .collect(Collectors.joining("\n"));
  }

  private static String message(Diagnostic diagnostic) {
    String place = diagnostic.primary().map(label -> label.span() + ": ").orElse("");
    return place + diagnostic.code() + " " + diagnostic.message();
  }
}
