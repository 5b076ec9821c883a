package bb.torch;

import bb.graph.Graph;
import bb.graph.Graph.BlockCall;
import bb.graph.Graph.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a file's constants before all layers. Each stands where a layer first reads it, in the
 * middle of a block's layers perhaps, and is the network's nevertheless.
 */
final class Hoisting {
  private Hoisting() {}

  static Graph of(Graph graph) {
    List<Node> first = new ArrayList<>();
    List<Node> others = new ArrayList<>();
    int[] places = new int[graph.nodes().size() + 1];
    for (int i = 0; i < graph.nodes().size(); i++) {
      Node node = graph.nodes().get(i);
      places[i] = others.size();
      (isOfFile(node) ? first : others).add(node);
    }
    places[graph.nodes().size()] = others.size();
    if (first.isEmpty()) {
      return graph;
    }
    List<BlockCall> calls =
        graph.blocks().stream()
            .map(call ->
                new BlockCall(
                    call.block(),
                    call.path(),
                    call.numbers(),
                    call.span(),
                    first.size() + places[call.first()],
                    first.size() + places[call.end()]))
            .toList();
    List<Node> nodes = new ArrayList<>(first);
    nodes.addAll(others);
    return new Graph(
        graph.name(),
        graph.doc(),
        graph.span(),
        graph.inputs(),
        nodes,
        graph.outputs(),
        graph.parameters(),
        graph.checkpoint(),
        calls);
  }

  private static boolean isOfFile(Node node) {
    return node.inputs().isEmpty() && node.parameters().isEmpty() && !node.path().contains(".");
  }
}
