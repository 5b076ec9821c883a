package bb.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import bb.graph.Graph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The tables of docs/zoo.md are what the networks and their files are; -Dapprove=true makes it so.
 */
final class ZooPageTest {
  private static final Path PAGE = Path.of("../docs/zoo.md");
  private static final String HEAD =
      """
      | file | lines | in Python | tables besides | source |
      | --- | --- | --- | --- | --- |
      """;

  @Test
  void isCurrent() throws IOException {
    String text = Files.readString(PAGE);
    String current = replace(replace(text, "networks", networks()), "lines", lines());
    if (Boolean.getBoolean("approve")) {
      Files.writeString(PAGE, current);
      return;
    }
    assertEquals(text, current, "mvn -pl examples -am test -Dtest=ZooPageTest -Dapprove=true");
  }

  /** Who reads that something is meant also reads why. */
  @Test
  void everyAllowHasAReason() throws IOException {
    for (String folder : List.of("zoo", "gallery")) {
      for (Path file : Examples.list(Path.of(folder))) {
        assertEquals(
            List.of(),
            Files.readAllLines(file).stream()
                .filter(line -> line.matches(".*# bb: allow\\([^)]*\\)\\W*"))
                .toList(),
            file.toString());
      }
    }
  }

  private static String replace(String text, String name, String part) {
    String begin = "<!-- generated: " + name + " -->\n";
    int start = text.indexOf(begin) + begin.length();
    return text.substring(0, start) + part + text.substring(text.indexOf("<!-- end -->\n", start));
  }

  private static String networks() {
    return Published.all()
        .sorted(Comparator.comparing(Published::file))
        .map(ZooPageTest::row)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String row(Published published) {
    Graph graph = published.graph();
    long parameters = Published.trainable(graph);
    long macs = Published.macs(graph);
    boolean agrees =
        parameters == published.parameters()
            && published.macs().map(expected -> expected == macs).orElse(true);
    List<String> cells =
        List.of(
            "[%s](../examples/zoo/%s.bb)".formatted(published.network(), published.file()),
            "%,d".formatted(parameters),
            "%,d".formatted(macs) + (published.macs().isPresent() ? "" : " (not published)"),
            agrees ? "yes" : "no",
            published.source());
    return "| " + String.join(" | ", cells) + " |";
  }

  /** The lines of each file, beside those of the files that define the same networks elsewhere. */
  private static String lines() {
    Map<String, List<String>> sources =
        Examples.table(Examples.reference("sources.tsv"))
            .collect(Collectors.toMap(row -> row.get(0), row -> row));
    List<Path> files = Examples.list(Path.of("zoo"));
    StringBuilder rows = new StringBuilder();
    for (Path path : files) {
      String file = path.getFileName().toString().replace(".bb", "");
      List<String> source = sources.remove(file);
      assertNotNull(source, () -> file + " has no row in sources.tsv; lines.py makes one");
      List<String> cells =
          List.of(
              "[%s](../examples/zoo/%s.bb)".formatted(file, file),
              "%,d".formatted(Examples.code(path)),
              source.get(2).isEmpty() ? "" : "%,d".formatted(architecture(source)),
              source.get(3).isEmpty() ? "" : source.get(3),
              source.get(1));
      rows.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
    assertEquals(Set.of(), sources.keySet(), "rows of sources.tsv without a file");
    int code = files.stream().mapToInt(Examples::code).sum();
    String sum = "\nThe %d files have %,d lines of code.\n".formatted(files.size(), code);
    return HEAD + rows + sum;
  }

  private static int architecture(List<String> source) {
    return Integer.parseInt(source.get(2)) - Integer.parseInt(source.get(3));
  }
}
