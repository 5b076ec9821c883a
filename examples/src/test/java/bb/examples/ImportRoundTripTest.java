package bb.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.Compiler;
import bb.ImportedSource;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.graph.Lowering;
import bb.importing.Importer;
import bb.importing.lift.Dimensions;
import bb.importing.write.Source;
import bb.model.SourceLoader;
import bb.onnx.OnnxModel;
import bb.onnx.SyntheticInputs;
import bb.report.Counts;
import bb.runtime.Model;
import bb.runtime.Tensor;
import bb.runtime.WeightSource;
import bb.runtime.io.Distance;
import bb.source.SourceFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is exported to ONNX and imported again is the same network. */
final class ImportRoundTripTest {
  private static final double TOLERANCE = 1e-5;

  /** More numbers than these take too long to make up for every build. */
  private static final long MOST_PARAMETERS = 1_500_000;

  /**
   * What does not come back as it was: tables of which only some rows are read, weights that
   * several layers share, lengths of weight norms, and layers that no ONNX operator is one of.
   */
  private static final Set<String> OTHERWISE =
      Set.of(
          "BertNarrow",
          "BertPaddedNarrow",
          "ClipNarrow",
          "GPTNarrow",
          "HiFiGANNarrow",
          "LlamaNarrow",
          "MambaNarrow",
          "Qwen3Narrow",
          "T5Narrow",
          "TransformerNarrow",
          "WaveNetNarrow",
          "WhisperNarrow",
          "Detector",
          "VoiceActivity");

  /** One network of each family on small images, and whatever is small by itself. */
  static Stream<Arguments> small() {
    return SecondEngineTest.small()
        .filter(network -> !OTHERWISE.contains((String) network.get()[0]))
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
  void comesBackAsItWas(String network, Path file) throws IOException {
    compare(file, network, RUN.contains(network));
  }

  @Tag("full")
  @ParameterizedTest(name = "{0}")
  @MethodSource("small")
  void computesWhatItDid(String network, Path file) throws IOException {
    compare(file, network, true);
  }

  /** A reader recognises the paper's table: two blocks, four stages, and the units that repeat. */
  @Test
  void theStructureOfResNetIsFound() throws IOException {
    Path file = Path.of("src/test/resources/at64/resnet.bb");
    String network = "ResNet50At64";
    Graph graph = Examples.graph(file, network);
    String text = imported(network, exported(graph, SecondEngineTest.weights(network))).text();
    long lines = Files.readString(Path.of("zoo/resnet.bb")).lines().count();
    assertTrue(text.lines().count() < 2 * lines, text);
    assertEquals(2, text.lines().filter(line -> line.startsWith("block ")).count(), text);
    assertTrue(text.contains("repeat "), text);
    assertTrue(text.contains("layer4: {"), text);
    assertTrue(text.contains("stride: stride"), text);
  }

  private static void compare(Path file, String network, boolean run) throws IOException {
    Graph graph = Examples.graph(file, network);
    WeightSource weights = SecondEngineTest.weights(network);
    Source source = imported(network, exported(graph, weights));
    Graph back = graph(source);
    Counts expected = Counts.of(graph);
    Counts found = Counts.of(back);
    assertEquals(expected.params().trainable(), found.params().trainable(), source.text());
    assertEquals(expected.macs(), found.macs(), source.text());
    if (run) {
      Model imported = Examples.compile(back, false).load().withWeights(weights(source));
      Iterator<Tensor> answers = answers(imported).values().iterator();
      answers(Examples.model(file, network, weights))
          .forEach((name, tensor) -> {
            double distance = Distance.relative(tensor.data(), answers.next().data());
            assertTrue(distance <= TOLERANCE, () -> name + ": " + distance + "\n" + source.text());
          });
    }
  }

  private static byte[] exported(Graph graph, WeightSource weights) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    OnnxModel.of(Lowering.lower(graph), new Problems()).orElseThrow().write(weights, bytes);
    return bytes.toByteArray();
  }

  private static Source imported(String network, byte[] model) {
    Problems problems = new Problems();
    Optional<Source> source =
        Importer.run(
            ByteBuffer.wrap(model),
            (location, _, _) -> {
              throw new AssertionError(location);
            },
            network + ".onnx",
            Dimensions.NONE,
            ImportedSource::tensors,
            problems);
    return source.orElseThrow(() -> new AssertionError(problems.sorted().toString()));
  }

  private static Graph graph(Source source) {
    Problems problems = new Problems();
    SourceFile file = new SourceFile("imported.bb", source.text());
    Optional<Graph> graph =
        Compiler.open(file, SourceLoader.NONE, problems)
            .flatMap(compiler -> compiler.graph(compiler.networks().getLast().name()));
    assertEquals(List.of(), problems.sorted(), source.text());
    return graph.orElseThrow();
  }

  private static WeightSource weights(Source source) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    source.weights().write(bytes);
    return WeightSource.of(new ByteArrayInputStream(bytes.toByteArray()), "imported");
  }

  private static Map<String, Tensor> answers(Model model) {
    return model.predict(SyntheticInputs.of(model.info(), 2));
  }
}
