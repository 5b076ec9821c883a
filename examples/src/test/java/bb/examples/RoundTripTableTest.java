package bb.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.graph.Graph;
import bb.importing.read.DataFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
    static final Row NONE = new Row("", "");

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

  /** The first network of each file. */
  static Stream<Arguments> networks() {
    return Examples.files().flatMap(file -> SecondEngineTest.networks(file).limit(1));
  }

  @DisabledIfSystemProperty(named = "approve", matches = "true")
  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void isCurrent(String network, Path file, @TempDir Path folder) throws IOException {
    Row before = written(Files.readString(PAGE)).getOrDefault(network, Row.NONE);
    assertEquals(
        before.toString(),
        row(network, file, before, folder).toString(),
        "mvn -pl examples -am test -Dtest=RoundTripTableTest -Dapprove=true -Dexcluded.tests=");
  }

  @EnabledIfSystemProperty(named = "approve", matches = "true")
  @Test
  void isMadeAnew(@TempDir Path folder) throws IOException {
    String page = Files.readString(PAGE);
    Map<String, Row> written = written(page);
    StringBuilder rows = new StringBuilder(HEAD);
    for (Path file : Examples.files().toList()) {
      for (Arguments network : SecondEngineTest.networks(file).toList()) {
        String name = (String) network.get()[0];
        Row before = written.getOrDefault(name, Row.NONE);
        rows.append(row(name, file, before, folder)).append('\n');
      }
    }
    Files.writeString(PAGE, page.substring(0, start(page)) + rows + page.substring(end(page)));
  }

  private static Map<String, Row> written(String page) {
    return page.substring(start(page) + HEAD.length(), end(page))
        .lines()
        .map(Row::parse)
        .collect(Collectors.toMap(Row::network, row -> row));
  }

  private static int start(String page) {
    return page.indexOf(BEGIN) + BEGIN.length();
  }

  private static int end(String page) {
    return page.indexOf(END);
  }

  private static Row row(String network, Path file, Row before, Path folder) throws IOException {
    DataFiles data = QuickWeights.upTo(largest(Examples.graph(file, network)), folder);
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

  /** Bytes of the largest tensor; none if there are no tensors. */
  private static long largest(Graph graph) {
    return graph.parameters().stream()
        .mapToLong(parameter -> parameter.type().shape().elements() * Float.BYTES)
        .max()
        .orElse(0);
  }

  private static String equal(long expected, long found) {
    return expected == found ? "equal" : "differ";
  }

  private static String distance(String network, Path file, Path folder) throws IOException {
    return "%.0e"
        .formatted(RoundTrip.of(network, file, UnaryOperator.identity(), folder).distance(folder));
  }
}
