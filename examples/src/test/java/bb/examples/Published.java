package bb.examples;

import bb.graph.Graph;
import bb.graph.Lowering;
import bb.ops.ParameterSpec.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was published about a network, or counted on a reference implementation.
 *
 * @param file of the zoo, without its ending
 * @param macs multiply-adds, where known
 * @param manifest the file with the names and shapes of the checkpoint's tensors, where there is
 *     one
 * @param source where the counts are from
 */
record Published(
    String network,
    String file,
    long parameters,
    Optional<Long> macs,
    Optional<Path> manifest,
    String source) {

  static Stream<Published> all() {
    return Examples.table(Examples.reference("networks.tsv")).map(Published::of);
  }

  private static Published of(List<String> row) {
    return new Published(
        row.get(0),
        row.get(1),
        Long.parseLong(row.get(2)),
        some(row.get(3)).map(Long::parseLong),
        some(row.get(4)).map(name -> Examples.reference("manifests/" + name + ".tsv")),
        row.get(5));
  }

  private static Optional<String> some(String cell) {
    return cell.isEmpty() ? Optional.empty() : Optional.of(cell);
  }

  Graph graph() {
    return Examples.graph(Path.of("zoo", file + ".bb"), network);
  }

  static long trainable(Graph graph) {
    return graph.parameters().stream()
        .filter(p -> p.role() == Role.TRAINABLE)
        .mapToLong(p -> p.type().shape().elements())
        .sum();
  }

  static long macs(Graph graph) {
    return graph.nodes().stream().mapToLong(node -> Lowering.macs(node, graph)).sum();
  }

  @Override
  public String toString() {
    return network;
  }
}
