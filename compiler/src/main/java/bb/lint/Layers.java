package bb.lint;

import bb.graph.Graph;
import bb.graph.Graph.Node;
import bb.graph.Lowering;
import bb.kernel.Kernel;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A network as lints see it.
 *
 * @param makers the layer that makes a value, by the value's number
 * @param readers the layers that read a value
 * @param outputs the values that the network yields
 */
record Layers(
    Graph graph,
    Map<Integer, Node> makers,
    Map<Integer, List<Node>> readers,
    Set<Integer> outputs) {

  static Layers of(Graph graph) {
    Map<Integer, Node> makers = new HashMap<>();
    Map<Integer, List<Node>> readers = new HashMap<>();
    for (Node node : graph.nodes()) {
      node.outputs().forEach(value -> makers.put(value.id(), node));
      new HashSet<>(node.inputs())
          .forEach(value -> readers.computeIfAbsent(value.id(), _ -> new ArrayList<>()).add(node));
    }
    Set<Integer> outputs = new HashSet<>();
    graph.outputs().forEach(output -> outputs.add(output.value().id()));
    return new Layers(graph, makers, readers, outputs);
  }

  Stream<Node> nodes() {
    return graph.nodes().stream();
  }

  Optional<Node> maker(Value value) {
    return Optional.ofNullable(makers.get(value.id()));
  }

  /** The only layer that reads what a layer makes, if that is all that becomes of it. */
  Optional<Node> onlyReader(Node node) {
    List<Node> all = readers.getOrDefault(node.output().id(), List.of());
    return node.outputs().size() == 1 && all.size() == 1 && !outputs.contains(node.output().id())
        ? Optional.of(all.getFirst())
        : Optional.empty();
  }

  /** How many channels an image has, or features a token. */
  static long channels(Value value) {
    return value.type().shape().dim(value.type().shape().rank() == 2 ? 1 : 0);
  }

  /** The kernels of a layer. */
  Program program(Node node) {
    return Lowering.lower(node, graph.parameters());
  }

  /** The step of a layer that is a convolution and nothing else. */
  Optional<Step> convolution(Node node) {
    List<Step> steps = program(node).steps();
    return steps.size() == 1 && steps.getFirst().kernel() instanceof Kernel.Convolution
        ? Optional.of(steps.getFirst())
        : Optional.empty();
  }
}
