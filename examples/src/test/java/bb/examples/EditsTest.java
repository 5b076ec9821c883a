package bb.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.Compiler;
import bb.Peaks;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.model.NetworkCall;
import bb.model.SourceLoader;
import bb.report.Counts;
import bb.report.Report;
import bb.review.ChangeClass;
import bb.review.DiffText;
import bb.review.Facts;
import bb.review.NetworkDiff;
import bb.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Edits of networks of the zoo, and what a review says of each: its classes and what changes in
 * numbers. An edit is a list of lines as they are, with `-`, and as they become, with `+`; what
 * follows behind `>` is approved, and {@code -Dapprove=true} rewrites it.
 */
final class EditsTest {
  private static final Path FILE = Path.of("src/test/resources/edits/edits.txt");

  /** What fails a build unless it says otherwise. */
  private static final Set<ChangeClass> FAILS = Set.of(ChangeClass.WEIGHTS, ChangeClass.CONTRACT);

  @Test
  void everyChangeIsInItsClass() throws IOException {
    String approved = Files.readString(FILE);
    StringBuilder actual = new StringBuilder();
    for (String edit : approved.split("(?m)^(?=== )")) {
      if (!edit.isBlank()) {
        actual.append(answered(edit.lines().filter(line -> !line.startsWith(">")).toList()));
      }
    }
    if (Boolean.getBoolean("approve")) {
      Files.writeString(FILE, actual);
      return;
    }
    assertEquals(approved, actual.toString());
  }

  private static String answered(List<String> edit) throws IOException {
    String[] names = edit.get(1).split(" ");
    String before = Files.readString(Path.of("zoo", names[0] + ".bb"));
    String after = before;
    int at = 2;
    while (at < edit.size() && !edit.get(at).isBlank()) {
      StringBuilder old = new StringBuilder();
      StringBuilder now = new StringBuilder();
      for (; edit.get(at).startsWith("-"); at++) {
        old.append(old.isEmpty() ? "" : "\n").append(edit.get(at).substring(1));
      }
      for (; at < edit.size() && edit.get(at).startsWith("+"); at++) {
        now.append(now.isEmpty() ? "" : "\n").append(edit.get(at).substring(1));
      }
      int place = after.indexOf(old.toString());
      assertTrue(place >= 0, () -> names[0] + " has no such lines: " + old);
      after = after.substring(0, place) + now + after.substring(place + old.length());
    }
    NetworkDiff diff = diff(names[0] + ".bb", names[1], before, after);
    StringBuilder text = new StringBuilder();
    edit.stream().filter(line -> !line.isBlank()).forEach(line -> text.append(line).append('\n'));
    DiffText.text(names[1], diff.changes())
        .lines()
        .forEach(line -> text.append("> ").append(line).append('\n'));
    boolean fails = diff.classes().stream().anyMatch(FAILS::contains);
    return text.append("> exit ").append(fails ? 2 : 0).append("\n\n").toString();
  }

  private static NetworkDiff diff(String file, String network, String before, String after) {
    Graph old = graph(file, network, before);
    Graph now = graph(file, network, after);
    return NetworkDiff.of(old, facts(old), now, facts(now));
  }

  private static Graph graph(String file, String network, String text) {
    Problems problems = new Problems();
    SourceLoader zoo = (_, path) -> Optional.of(Examples.source(Path.of("zoo", path)));
    return Compiler.open(new SourceFile(file, text), zoo, NetworkCall.NONE, problems)
        .flatMap(compiler -> compiler.graph(network))
        .orElseThrow(() -> new AssertionError(problems.sorted().toString()));
  }

  private static Facts facts(Graph graph) {
    return Facts.of(graph, Counts.of(graph), Peaks.of(graph).bytes(), Report.Field.of(graph));
  }
}
