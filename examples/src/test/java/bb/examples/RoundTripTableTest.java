package bb.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.graph.Graph;
import bb.importing.read.DataFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.Arguments;

/**
 * The table in docs/onnx.md of what comes back of each network that is exported and imported again.
 * The first network of each file is compared; {@code -Dapprove=true} makes all rows anew. An output
 * is run of those networks only that {@code -Doutputs=} matches, since that takes minutes and
 * gigabytes of each; the others keep the distance that is written there while the rest of their row
 * stays as it is.
 */
@Tag("full")
final class RoundTripTableTest {
  private static final Path PAGE = Path.of("../docs/onnx.md");
  private static final String BEGIN = "<!-- generated: round trips -->\n";
  private static final String END = "<!-- end: round trips -->\n";
  private static final String HEAD =
      """
      | network | parameters | multiply-adds | names | lines | of | outputs |
      | --- | --- | --- | --- | --- | --- | --- |
      """;
  private static final String SAME = "the same steps";
  private static final String NOT_RUN = "not run";
  private static final Pattern RUN = Pattern.compile(System.getProperty("outputs", ""));

  /**
   * What is known of a network.
   *
   * @param facts all but the outputs
   * @param outputs how far they are apart, or why that is not known
   */
  private record Row(String facts, String outputs) {
    static Row parse(String line) {
      String cells = line.substring(0, line.length() - " |".length());
      int last = cells.lastIndexOf(" | ");
      return new Row(cells.substring(0, last), cells.substring(last + " | ".length()));
    }

    /** The network that the row is of. */
    String network() {
      return facts.substring(facts.indexOf('[') + 1, facts.indexOf(']'));
    }

    @Override
    public String toString() {
      return facts + " | " + outputs + " |";
    }
  }

  @Test
  void isCurrent(@TempDir Path folder) throws IOException {
    boolean approve = Boolean.getBoolean("approve");
    String page = Files.readString(PAGE);
    int start = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    Map<String, Row> written = new LinkedHashMap<>();
    page.substring(start + HEAD.length(), end)
        .lines()
        .map(Row::parse)
        .forEach(row -> written.put(row.network(), row));
    List<Arguments> networks = networks(approve);
    DataFiles data = QuickWeights.upTo(largest(networks), folder);
    List<String> expected = new ArrayList<>();
    List<String> rows = new ArrayList<>();
    for (Arguments network : networks) {
      String name = (String) network.get()[0];
      Row before = written.getOrDefault(name, new Row("", ""));
      expected.add(before.toString());
      rows.add(row(name, (Path) network.get()[1], data, before, folder).toString());
    }
    String current = String.join("\n", rows) + "\n";
    if (approve) {
      Files.writeString(PAGE, page.substring(0, start) + HEAD + current + page.substring(end));
      return;
    }
    assertEquals(
        String.join("\n", expected) + "\n",
        current,
        "mvn -pl examples -am test -Dtest=RoundTripTableTest -Dapprove=true -Dexcluded.tests=");
  }

  private static List<Arguments> networks(boolean all) {
    Stream<List<Arguments>> files =
        Examples.files().map(file -> SecondEngineTest.networks(file).toList());
    return files.flatMap(file -> file.stream().limit(all ? Long.MAX_VALUE : 1)).toList();
  }

  /** Bytes of the largest tensor of any of them. */
  private static long largest(List<Arguments> networks) {
    return networks.stream()
        .map(network -> Examples.graph((Path) network.get()[1], (String) network.get()[0]))
        .flatMap(graph -> graph.parameters().stream())
        .mapToLong(parameter -> parameter.type().shape().elements() * Float.BYTES)
        .max()
        .orElseThrow();
  }

  private static Row row(String network, Path file, DataFiles data, Row before, Path folder)
      throws IOException {
    RoundTrip trip = RoundTrip.of(network, file, UnaryOperator.identity(), data);
    Graph graph = trip.graph();
    String facts =
        "| [%s](../examples/%s) | %s | %s | %s | %d | %d"
            .formatted(
                graph.name(),
                file,
                equal(trip.counts().params().trainable(), trip.countsBack().params().trainable()),
                equal(trip.counts().macs(), trip.countsBack().macs()),
                trip.hasSameNames() ? "equal" : "differ",
                trip.lines(),
                trip.linesOfOriginal());
    if (trip.hasSameSteps()) {
      return new Row(facts, SAME);
    }
    if (RUN.matcher(network).matches()) {
      return new Row(facts, distance(network, file, folder));
    }
    boolean known = facts.equals(before.facts()) && !before.outputs().equals(SAME);
    return new Row(facts, known ? before.outputs() : NOT_RUN);
  }

  private static String equal(long expected, long found) {
    return expected == found ? "equal" : "differ";
  }

  private static String distance(String network, Path file, Path folder) throws IOException {
    return "%.0e"
        .formatted(RoundTrip.of(network, file, UnaryOperator.identity(), folder).distance(folder));
  }
}
