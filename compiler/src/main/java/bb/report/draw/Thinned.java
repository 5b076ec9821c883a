package bb.report.draw;

import bb.graph.Graph;
import bb.graph.Graph.BlockCall;
import bb.graph.Graph.Node;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph without the layers that only pass a tensor on: a skip is a wire, as in papers.
 *
 * @param kept of each layer that is left, its number in the whole graph
 */
record Thinned(Graph graph, List<Integer> kept) {
  Thinned {
    kept = List.copyOf(kept);
  }

  static Thinned of(Graph whole) {
    Map<Integer, Value> passed = new HashMap<>();
    List<Node> nodes = new ArrayList<>();
    List<Integer> kept = new ArrayList<>();
    int[] before = new int[whole.nodes().size() + 1];
    for (int i = 0; i < whole.nodes().size(); i++) {
      Node node = whole.nodes().get(i);
      before[i] = nodes.size();
      List<Value> inputs = node.inputs().stream().map(v -> real(passed, v)).toList();
      if (isWire(node)) {
        passed.put(node.output().id(), inputs.getFirst());
      } else {
        kept.add(i);
        nodes.add(
            new Node(
                node.path(),
                node.op(),
                node.call(),
                inputs,
                node.parameters(),
                node.outputs(),
                node.span()));
      }
    }
    before[whole.nodes().size()] = nodes.size();
    Graph graph =
        new Graph(
            whole.name(),
            whole.doc(),
            whole.span(),
            whole.inputs(),
            nodes,
            whole.outputs().stream()
                .map(o -> new Graph.Output(o.name(), real(passed, o.value())))
                .toList(),
            whole.parameters(),
            whole.checkpoint(),
            whole.blocks().stream()
                .map(b ->
                    new BlockCall(
                        b.block(),
                        b.path(),
                        b.numbers(),
                        b.span(),
                        before[b.first()],
                        before[b.end()]))
                .filter(b -> b.end() > b.first())
                .toList());
    return new Thinned(graph, kept);
  }

  private static boolean isWire(Node node) {
    return node.call().equals("identity")
        && node.inputs().size() == 1
        && node.inputs().getFirst().type().equals(node.output().type());
  }

  private static Value real(Map<Integer, Value> passed, Value value) {
    return passed.getOrDefault(value.id(), value);
  }
}
