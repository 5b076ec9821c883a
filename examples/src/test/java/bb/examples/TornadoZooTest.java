package bb.examples;

import bb.Compiler;
import bb.backend.tornado.StandIns;
import bb.backend.tornado.code.Precision;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.onnx.SyntheticInputs;
import bb.runtime.Model;
import bb.runtime.Tensor;
import bb.runtime.WeightSource;
import bb.source.SourceFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Networks, compiled for TornadoVM, compute on the stand-ins of its API what the CPU engine
 * computes. The kernels are parallel loops, which are plain Java.
 */
@Tag("once")
final class TornadoZooTest {
  private static final double TOLERANCE = 1e-4;
  private static final Path NARROW = Path.of("src/test/resources/narrow");

  /** What makes a network smaller, if it has such a parameter and can be so small. */
  private static final List<String> SMALLER =
      List.of(
          "planes: 92, size: 92, width: 8",
          "size: 32",
          "size: 64",
          "size: 96",
          "size: 188",
          "height: 48, width: 36",
          "frames: 64, tokens: 17",
          "tokens: 17",
          "frames: 6",
          "samples: 1100");

  private static final Map<Examples.Key, Graph> SMALLEST = new ConcurrentHashMap<>();

  /** One network of each family, a narrow one where there is one, and those of our own. */
  static Stream<Arguments> families() {
    Stream<Path> narrow = Examples.list(NARROW).stream();
    Stream<Path> own = Examples.files().filter(file -> !file.startsWith("zoo"));
    return Stream.concat(
        Stream.concat(narrow, own).flatMap(SecondEngineTest::networks), firsts().stream());
  }

  /**
   * The other networks of the zoo that have a layer, of a size, which none before them has: the
   * rest would run the same kernels, more often.
   */
  static Stream<Arguments> rest() {
    Set<Object> done = new HashSet<>();
    firsts().forEach(first -> done.add(first.get()[0]));
    NewSteps steps = new NewSteps();
    return SecondEngineTest.zoo()
        .filter(network -> {
          Object[] names = network.get();
          return steps.in(Compiler.program(smallest((Path) names[1], (String) names[0])));
        })
        .filter(network -> !done.contains(network.get()[0]));
  }

  private static List<Arguments> firsts() {
    return Examples.list(Path.of("zoo")).stream()
        .filter(file -> Files.notExists(NARROW.resolve(file.getFileName())))
        .flatMap(file -> SecondEngineTest.networks(file).limit(1))
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("families")
  void agreesWithTheCpuEngine(String network, Path file) {
    check(network, file);
  }

  @Tag("full")
  @ParameterizedTest(name = "{0}")
  @MethodSource("rest")
  void theOthersAgreeToo(String network, Path file) {
    check(network, file);
  }

  private static void check(String network, Path file) {
    Graph graph = smallest(file, network);
    StandIns.Both both = StandIns.compile(graph, Precision.FP32);
    Room.with(graph, () -> compare(both, SecondEngineTest.weights(network), TOLERANCE));
  }

  private static void compare(StandIns.Both both, WeightSource weights, double tolerance) {
    // one after the other: what the first one held is free for the second
    Map<String, Tensor> expected = predict(both.cpu(weights));
    Map<String, Tensor> found = predict(both.tornado(weights));
    SecondEngineTest.agree(expected, found, tolerance);
  }

  static Map<String, Tensor> predict(Model model) {
    return model.predict(SyntheticInputs.of(model.info(), 1));
  }

  static Graph smallest(Path file, String network) {
    return SMALLEST.computeIfAbsent(
        new Examples.Key(file, network),
        _ ->
            SMALLER.stream()
                .flatMap(arguments -> smaller(file, network, arguments).stream())
                .findFirst()
                .orElseGet(() -> Examples.graph(file, network)));
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
        .flatMap(compiler -> compiler.graph("Smaller"))
        .filter(_ -> !problems.hasErrors());
  }
}
