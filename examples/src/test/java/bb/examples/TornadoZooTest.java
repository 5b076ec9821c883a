package bb.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bb.Compiler;
import bb.backend.tornado.Precision;
import bb.backend.tornado.StandIns;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.onnx.OnnxRuntime;
import bb.onnx.SyntheticInputs;
import bb.runtime.Model;
import bb.runtime.Tensor;
import bb.runtime.WeightSource;
import bb.source.SourceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every network, compiled for TornadoVM, computes on the stand-ins of its API what the CPU engine
 * computes. The kernels are parallel loops, which are plain Java.
 */
final class TornadoZooTest {
  private static final double TOLERANCE = 1e-4;

  /** What makes a network smaller, if it has such a parameter and can be so small. */
  private static final List<String> SMALLER =
      List.of("size: 64", "size: 96", "height: 64, width: 64", "tokens: 17");

  /** More numbers than this take a test too long to make up. */
  private static final long MOST_PARAMETERS = 150_000_000;

  /** More numbers than this, as often as a test holds them, are too many for its heap. */
  private static final long MEMORY = 400_000_000;

  static Stream<Arguments> networks() {
    return Stream.concat(
        SecondEngineTest.zoo(),
        Examples.files()
            .filter(file -> !file.startsWith("zoo"))
            .flatMap(SecondEngineTest::networks));
  }

  /** One network of each family on small images, and whatever is small by itself. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("bb.examples.SecondEngineTest#small")
  void oneOfEachFamilyAgreesWithTheCpuEngine(String network, Path file) {
    Graph graph = Examples.graph(file, network);
    compare(StandIns.compile(graph, Precision.FP32), SecondEngineTest.weights(network), 1);
  }

  @Tag("devices")
  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void agreesWithTheCpuEngine(String network, Path file) {
    Graph graph = smallest(file, network);
    StandIns.Both both = StandIns.compile(graph, Precision.FP32);
    if (parameters(graph) <= MOST_PARAMETERS) {
      compare(both, SecondEngineTest.weights(network), 1);
    }
  }

  @Tag("devices")
  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void largerOnesAgreeWithTheCpuEngine(String network, Path file) {
    Graph graph = smallest(file, network);
    assumeTrue(parameters(graph) > MOST_PARAMETERS, "is compared in every build");
    assumeTrue(parameters(graph) <= MEMORY, "its weights take more memory than tests have");
    compare(StandIns.compile(graph, Precision.FP32), SecondEngineTest.weights(network), 1);
  }

  private static long parameters(Graph graph) {
    return graph.parameters().stream().mapToLong(p -> p.type().shape().elements()).sum();
  }

  private static Graph smallest(Path file, String network) {
    return SMALLER.stream()
        .flatMap(arguments -> smaller(file, network, arguments).stream())
        .findFirst()
        .orElseGet(() -> Examples.graph(file, network));
  }

  /** The network with {@code arguments}; empty if it does not take them. */
  private static Optional<Graph> smaller(Path file, String network, String arguments) {
    String text =
        "import \"%s\"%nnetwork Smaller = %s(%s)%n"
            .formatted(file.getFileName(), network, arguments);
    Problems problems = new Problems();
    return Compiler.open(
            new SourceFile(file.resolveSibling("smaller.bb").toString(), text),
            (importer, path) ->
                Optional.of(Examples.source(Path.of(importer.path()).resolveSibling(path))),
            problems)
        .flatMap(compiler -> compiler.graph("Smaller"));
  }

  private static void compare(StandIns.Both both, WeightSource weights, int batch) {
    Model cpu = both.cpu(weights);
    Map<String, Tensor> inputs = SyntheticInputs.of(cpu.info(), batch);
    Map<String, Tensor> expected = cpu.predict(inputs);
    Map<String, Tensor> found = both.tornado(weights).predict(inputs);
    assertEquals(List.copyOf(expected.keySet()), List.copyOf(found.keySet()));
    expected.forEach((name, tensor) -> {
      assertArrayEquals(tensor.shape(), found.get(name).shape());
      double distance = OnnxRuntime.distance(tensor.data(), found.get(name).data());
      assertTrue(distance <= TOLERANCE, () -> name + ": relative distance " + distance);
    });
  }
}
