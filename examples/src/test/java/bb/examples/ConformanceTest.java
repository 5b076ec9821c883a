package bb.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.Compiler;
import bb.StandardLibrary;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.lint.Lint;
import bb.model.Elaborator.Network;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The networks are the published ones: as many parameters and multiply-adds, the same tensors. */
final class ConformanceTest {
  /** Their checkpoints list layers in an order in which they are not applied. */
  private static final Set<String> UNORDERED =
      Set.of(
          "DeformableResNet50",
          "SegFormerB0",
          "PointNet",
          "YOLOv8n",
          "SmolLM135M",
          "Qwen3_0_6B",
          "T5Small",
          "WhisperTiny",
          "WhisperBase",
          "ClipViTB32",
          "StableDiffusionUNet",
          "StableDiffusionDecoder",
          "StableDiffusionEncoder",
          "Llama3_2_1B",
          "ResNetV2_50",
          "TransformerStack",
          "TransformerStackCausal",
          "DDPM",
          "HiFiGAN",
          "Mamba130M",
          "SwinT",
          "SwinS",
          "SwinB",
          "SwinV2T",
          "MaxViTT");

  static Stream<Published> networks() {
    return Published.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void countsArePublishedOnes(Published published) {
    Graph graph = published.graph();
    assertEquals(published.parameters(), Published.trainable(graph), "parameters");
    published.macs().ifPresent(macs -> assertEquals(macs, Published.macs(graph), "multiply-adds"));
  }

  static Stream<Published> checkpoints() {
    return Published.all().filter(published -> published.manifest().isPresent());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("checkpoints")
  void tensorsAreThoseOfTheCheckpoint(Published published) {
    List<String> tensors =
        published.graph().parameters().stream().map(p -> p.name() + "\t" + shape(p)).toList();
    List<String> expected = Examples.lines(published.manifest().orElseThrow());
    assertEquals(listed(published, expected), listed(published, tensors));
  }

  /** The tensors, one a line; sorted where a checkpoint names some before what they depend on. */
  private static String listed(Published published, List<String> tensors) {
    boolean sorted = UNORDERED.contains(published.network());
    return String.join("\n", sorted ? tensors.stream().sorted().toList() : tensors);
  }

  static Stream<Path> files() {
    return Examples.files();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void everyNetworkElaborates(Path file) {
    Problems problems = new Problems();
    Optional<Compiler> compiler = Examples.open(file, problems);
    compiler.stream()
        .flatMap(c -> c.networks().stream().filter(Network::complete))
        .flatMap(network -> compiler.get().graph(network.name()).stream())
        .peek(ConformanceTest::assertClassesHaveNames)
        .flatMap(graph -> Lint.find(graph, Set.of()).stream())
        .filter(found -> !StandardLibrary.holds(found.primary().orElseThrow().span()))
        .forEach(problems::add);
    assertEquals(List.of(), problems.sorted());
  }

  /** A thousand of them are those of ImageNet. */
  private static void assertClassesHaveNames(Graph graph) {
    Graph.Output first = graph.outputs().getFirst();
    if (first.value().type().shape().dims().equals(List.of(1000L))) {
      assertEquals(1000, first.labels().size(), graph.name());
    }
  }

  private static String shape(Graph.Parameter parameter) {
    List<Long> dims = parameter.type().shape().dims();
    return String.join("x", dims.stream().map(String::valueOf).toList());
  }
}
