package bb.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.graph.Graph;
import bb.report.Counts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is exported to ONNX and imported again is the same network. */
@Tag("once")
final class ImportRoundTripTest {
  private static final double TOLERANCE = 1e-5;

  /** More numbers than these take too long to make up for every build. */
  private static final long MOST_PARAMETERS = 1_500_000;

  /** Sources of more than twice the lines that the network was written with. */
  private static final Set<String> LONG = Set.of("StableDiffusionUNetNarrow");

  /** One network of each family on small images, and whatever is small by itself. */
  static Stream<Arguments> small() {
    return SecondEngineTest.small()
        .filter(network -> {
          Object[] arguments = network.get();
          Graph graph = Examples.graph((Path) arguments[1], (String) arguments[0]);
          return Counts.of(graph).params().trainable() < MOST_PARAMETERS;
        });
  }

  /** Networks of which the import is run, too: a few of each kind, as compiling takes long. */
  private static final Set<String> RUN =
      Set.of("MNASNet0_5At64", "ShuffleNetV2_x0_5At64", "Digits", "ViTNarrow");

  @Tag("brief")
  @ParameterizedTest(name = "{0}")
  @MethodSource("small")
  void comesBackAsItWas(String network, Path file, @TempDir Path folder) throws IOException {
    compare(network, file, RUN.contains(network), folder);
  }

  @Tag("full")
  @ParameterizedTest(name = "{0}")
  @MethodSource("small")
  void computesWhatItDid(String network, Path file, @TempDir Path folder) throws IOException {
    compare(network, file, true, folder);
  }

  /** A reader recognises the paper's table: two blocks, four stages, and the units that repeat. */
  @Test
  void theStructureOfResNetIsFound(@TempDir Path folder) throws IOException {
    Path file = Path.of("src/test/resources/at64/resnet.bb");
    String network = "ResNet50At64";
    String text = RoundTrip.of(network, file, UnaryOperator.identity(), folder).source().text();
    long lines = Files.readString(Path.of("zoo/resnet.bb")).lines().count();
    assertTrue(text.lines().count() < 2 * lines, text);
    assertEquals(2, text.lines().filter(line -> line.startsWith("block ")).count(), text);
    assertTrue(text.contains("repeat "), text);
    assertTrue(text.contains("\"layer{i}\": {"), text);
    assertTrue(text.contains("stride: stride"), text);
  }

  private static void compare(String network, Path file, boolean run, Path folder)
      throws IOException {
    RoundTrip trip = RoundTrip.of(network, file, UnaryOperator.identity(), folder);
    String text = trip.source().text();
    Counts expected = Counts.of(trip.graph());
    Counts found = Counts.of(trip.back());
    assertEquals(expected.params().trainable(), found.params().trainable(), text);
    assertEquals(expected.macs(), found.macs(), text);
    assertTrue(trip.hasSameNames(), text);
    boolean brief = trip.lines() <= 2 * trip.linesOfOriginal();
    assertEquals(
        !LONG.contains(network), brief, trip.lines() + " of " + trip.linesOfOriginal() + text);
    if (run) {
      double distance = trip.distance(folder);
      assertTrue(distance <= TOLERANCE, () -> distance + "\n" + text);
    }
  }
}
