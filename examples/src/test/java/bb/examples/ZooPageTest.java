package bb.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.graph.Graph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The tables of docs/zoo.md are what the networks and their files are; -Dapprove=true makes it so.
 */
final class ZooPageTest {
  private static final Path PAGE = Path.of("../docs/zoo.md");

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

  private static String lines() {
    int all = 0;
    int code = 0;
    List<Path> files = Examples.list(Path.of("zoo"));
    for (Path file : files) {
      List<String> lines = Examples.lines(file);
      all += lines.size();
      code += (int) lines.stream().filter(l -> !l.isBlank() && !l.strip().startsWith("#")).count();
    }
    return "The %d files have %,d lines, %,d of them neither blank nor comment.\n"
        .formatted(files.size(), all, code);
  }
}
