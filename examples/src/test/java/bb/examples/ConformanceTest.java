package bb.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.Compiler;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.graph.Lowering;
import bb.model.Elaborator.Network;
import bb.ops.ParameterSpec.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The networks are the published ones: as many parameters and multiply-adds, the same tensors. */
final class ConformanceTest {
  static Stream<Arguments> networks() {
    return Examples.table(Examples.reference("networks.tsv"))
        .map(row ->
            Arguments.of(
                row.get(0),
                Path.of("zoo", row.get(1) + ".bb"),
                Long.parseLong(row.get(2)),
                Long.parseLong(row.get(3)),
                Examples.reference("manifests/" + row.get(4) + ".tsv")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void countsArePublishedOnes(
      String network, Path file, long parameters, long macs, Path manifest) {
    Graph graph = Examples.graph(file, network);
    assertEquals(parameters, trainable(graph), "parameters");
    assertEquals(macs, macs(graph), "multiply-adds");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void tensorsAreThoseOfTheCheckpoint(
      String network, Path file, long parameters, long macs, Path manifest) {
    Graph graph = Examples.graph(file, network);
    String tensors =
        String.join(
            "\n", graph.parameters().stream().map(p -> p.name() + "\t" + shape(p)).toList());
    assertEquals(String.join("\n", Examples.lines(manifest)), tensors);
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
        .forEach(network -> compiler.get().graph(network.name()));
    assertTrue(problems.isEmpty(), () -> problems.sorted().toString());
  }

  private static long trainable(Graph graph) {
    return graph.parameters().stream()
        .filter(p -> p.role() == Role.TRAINABLE)
        .mapToLong(p -> p.type().shape().elements())
        .sum();
  }

  private static long macs(Graph graph) {
    return graph.nodes().stream().mapToLong(node -> Lowering.macs(node, graph)).sum();
  }

  private static String shape(Graph.Parameter parameter) {
    List<Long> dims = parameter.type().shape().dims();
    return String.join("x", dims.stream().map(String::valueOf).toList());
  }
}
