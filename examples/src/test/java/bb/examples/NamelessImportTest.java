package bb.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.graph.Graph;
import bb.report.Counts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What has lost all names on its way comes back as the same network, with structure. */
@Tag("once")
final class NamelessImportTest {
  private static final double TOLERANCE = 1e-5;

  /** Some of each kind, for every build. */
  private static final Set<String> SOME =
      Set.of(
          "Autoencoder",
          "BertNarrow",
          "Digits",
          "GPTNarrow",
          "MNASNet0_5At64",
          "ShuffleNetV2_x0_5At64",
          "SqueezeNet1_0At64",
          "ViTNarrow");

  /** Those of them that are run, too. */
  private static final Set<String> RUN = Set.of("Digits", "ViTNarrow");

  /**
   * A tensor without a name may be a constant or not: tables of places and numbers alone are taken
   * for such, and tables of angles and coefficients are not.
   */
  private static final Set<String> OTHERWISE =
      Set.of(
          "BertNarrow",
          "BertPaddedNarrow",
          "ClipNarrow",
          "GPTNarrow",
          "LlamaNarrow",
          "MambaNarrow",
          "Qwen3Narrow",
          "T5Narrow",
          "TransformerNarrow",
          "UNet3DNarrow",
          "VoiceActivity",
          "WaveNetNarrow",
          "WhisperNarrow");

  /** Windows of volumes come back as of images, and attention's three matrices one by one. */
  private static final Set<String> RESHAPED = Set.of("StackNarrow", "StackNarrowCausal");

  /** Sources of more than twice the lines that the network was written with. */
  private static final Set<String> LONG = Set.of("HiFiGANNarrow", "WaveNetNarrow");

  static Stream<Arguments> some() {
    return ImportRoundTripTest.small().filter(network -> SOME.contains((String) network.get()[0]));
  }

  static Stream<Arguments> others() {
    return ImportRoundTripTest.small().filter(network -> !SOME.contains((String) network.get()[0]));
  }

  @Tag("brief")
  @ParameterizedTest(name = "{0}")
  @MethodSource("some")
  void comesBackWithStructure(String network, Path file, @TempDir Path folder) throws IOException {
    compare(network, file, RUN.contains(network), folder);
  }

  @Tag("full")
  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  void computesWhatItDid(String network, Path file, @TempDir Path folder) throws IOException {
    compare(network, file, true, folder);
  }

  /** Two blocks, four stages, and the units that repeat, as with names. */
  @Tag("full")
  @Test
  void theStructureOfResNetIsFound(@TempDir Path folder) throws IOException {
    Path file = Path.of("src/test/resources/at64/resnet.bb");
    String text = RoundTrip.of("ResNet50At64", file, Nameless::of, folder).source().text();
    long lines = Files.readString(Path.of("zoo/resnet.bb")).lines().count();
    assertTrue(text.lines().count() < lines, text);
    assertEquals(
        List.of("block BottleneckWidened", "block Bottleneck"),
        text.lines()
            .filter(line -> line.startsWith("block "))
            .map(line -> line.substring(0, line.indexOf('(')))
            .toList(),
        text);
    assertTrue(
        text.contains(
            "\"stage{i}\": { BottleneckWidened(width, stride: stride); repeat n { Bottleneck(width) } }"),
        text);
  }

  /** Weights that nodes make are found as initialisers are. */
  @Tag("brief")
  @Test
  void constantsInNodesAreTensors(@TempDir Path folder) throws IOException {
    Path file = Path.of("digits/digits.bb");
    assertEquals(
        RoundTrip.of("Digits", file, Nameless::of, folder).source().text(),
        RoundTrip.of("Digits", file, Nameless::ofConstants, folder).source().text());
  }

  private static void compare(String network, Path file, boolean run, Path folder)
      throws IOException {
    RoundTrip trip = RoundTrip.of(network, file, Nameless::of, folder);
    String text = trip.source().text();
    Counts expected = trip.counts();
    Counts found = trip.countsBack();
    assertEquals(expected.macs(), found.macs(), text);
    boolean equal = expected.params().trainable() == found.params().trainable();
    assertEquals(!OTHERWISE.contains(network), equal, text);
    boolean same = shapes(trip.graph()).equals(shapes(trip.back()));
    assertEquals(!OTHERWISE.contains(network) && !RESHAPED.contains(network), same, text);
    boolean brief = trip.lines() <= 2 * trip.linesOfOriginal();
    assertEquals(
        !LONG.contains(network), brief, trip.lines() + " of " + trip.linesOfOriginal() + text);
    if (run) {
      double distance = trip.distance(folder);
      assertTrue(distance <= TOLERANCE, () -> distance + "\n" + text);
    }
  }

  /** Axes of one element are a matter of where a tensor is used. */
  private static List<String> shapes(Graph graph) {
    return RoundTrip.tensors(graph).values().stream()
        .map(dims -> dims.stream().filter(dim -> dim != 1).toList().toString())
        .sorted()
        .toList();
  }
}
