package bb.examples;

import bb.Compiler;
import bb.backend.tornado.Precision;
import bb.backend.tornado.StandIns;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.onnx.SyntheticInputs;
import bb.runtime.Model;
import bb.runtime.Tensor;
import bb.runtime.WeightSource;
import bb.source.SourceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
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
      List.of(
          "size: 32", "size: 64", "size: 96", "size: 188", "height: 64, width: 64", "tokens: 17");

  /** The weights that may be in memory, in MiB: a test waits until its own have room. */
  private static final int ROOM = (int) (Runtime.getRuntime().maxMemory() * 3 / 4 >> 20);

  private static final Semaphore MEMORY = new Semaphore(ROOM, true);

  static Stream<Arguments> networks() {
    Stream<Path> narrow = Examples.list(Path.of("src/test/resources/narrow")).stream();
    Stream<Path> own = Examples.files().filter(file -> !file.startsWith("zoo"));
    return Stream.concat(
        SecondEngineTest.zoo(), Stream.concat(narrow, own).flatMap(SecondEngineTest::networks));
  }

  // of the method: of the class it would let other classes run beside this one
  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void agreesWithTheCpuEngine(String network, Path file) {
    Graph graph = smallest(file, network);
    StandIns.Both both = StandIns.compile(graph, Precision.FP32);
    int room = Math.min(ROOM, room(graph));
    MEMORY.acquireUninterruptibly(room);
    try {
      compare(both, SecondEngineTest.weights(network), TOLERANCE);
    } finally {
      MEMORY.release(room);
    }
  }

  static void compare(StandIns.Both both, WeightSource weights, double tolerance) {
    // one after the other: what the first one held is free for the second
    Map<String, Tensor> expected = predict(both.cpu(weights));
    Map<String, Tensor> found = predict(both.tornado(weights));
    SecondEngineTest.agree(expected, found, tolerance);
  }

  /** What a network's weights take, in MiB: the host has them, and the device a copy. */
  private static int room(Graph graph) {
    long numbers = graph.parameters().stream().mapToLong(p -> p.type().shape().elements()).sum();
    return Math.toIntExact(numbers * 2 * Float.BYTES >> 20);
  }

  private static Map<String, Tensor> predict(Model model) {
    return model.predict(SyntheticInputs.of(model.info(), 1));
  }

  static Graph smallest(Path file, String network) {
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
        .flatMap(compiler -> compiler.graph("Smaller"))
        .filter(_ -> !problems.hasErrors());
  }
}
